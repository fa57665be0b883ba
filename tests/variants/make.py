#!/usr/bin/env python3
"""The variants: plans of the corpora as other programs would have written them. `check.py` converts them and holds their records
against the base's; `make.py OUT` only writes them, for looking at.
"""
import random
import statistics
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pikepdf import Name, ObjectStreamMode

from edits import added, damaged, encrypted, jpeg, moved, retold, saved, tool, turned, without_tounicode
from fonts import ENCODINGS, Embedded, Japan1, Predefined, Type3, Vertical, VerticalPredefined, program
from rewrite import each_glyph, rewritten, show

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "corpora/plans"

# Everyday kanji and what fonts' ToUnicode maps give for them: Kangxi radicals, and the radicals supplement that NFKC leaves alone.
KANGXI = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}
SUPPLEMENT = dict(zip("民長西青食母見角足辶門雨頁首馬骨鬼麦黄亀竜歯斉虎衣竹示", "⺠⻑⻄⻘⻝⺟⻅⻆⻊⻌⻔⻗⻚⻡⻢⻣⻤⻨⻩⻲⻯⻭⻫⻁⻂⺮⺬"))
SUPPLEMENT = {kanji: radical for kanji, radical in SUPPLEMENT.items() if radical in "⺠⻑⻄⻘⻝⺟⻆⻊⻗⻡⻣⻤⻨⻩⻲⻯⻭⻫⻁⺮⺬"}
COMPATIBILITY = {unicodedata.normalize("NFC", chr(c)): chr(c) for c in (*range(0xF900, 0xFA0E), *range(0xFA30, 0xFA6E)) if unicodedata.normalize("NFC", chr(c)) != chr(c)}
UPRIGHT = dict(zip("、。：；！？（）「」『』【】〔〕［］", "︑︒︓︔︕︖︵︶﹁﹂﹃﹄︻︼︹︺﹇﹈"))
# A sentence that would be a record if a reader saw it.
HIDDEN = "担当：広報戦略室　来訪者数を令和９年度までに９００人にする。"


@dataclass
class Variant:
    """`make(base, out)` writes it, None where its program is missing. `says` are diagnostics it must have besides the base's records;
    with `refused` it is not converted, or every page has such a diagnostic and gives no records; `layer` is its text
    layer; without `records` they may differ."""

    name: str
    base: str
    make: object
    says: list = field(default_factory=list)
    refused: bool = False
    layer: str = "native"
    records: bool = True


def is_kanji(ch):
    return "\u4e00" <= ch <= "\u9fff"


def shifted(text):
    """Each character a few codes on, as where a distiller numbers its glyphs from another start."""
    return "".join(chr(ord(ch) + 37) for ch in text)


def shuffled(glyphs, font):
    return each_glyph(random.Random(7).sample(glyphs, len(glyphs)), font)


def headings(glyphs):
    """Glyphs clearly larger than most."""
    body = statistics.median(g.size for g in glyphs)
    return {g for g in glyphs if g.size > body * 1.1}


def stroked(glyphs, font):
    """Headings filled and stroked: Word's and 一太郎's bold for fonts that have none."""
    big = headings(glyphs)
    return "".join(show(g, font, "2 Tr 0.3 w" if g in big else "0 Tr") for g in glyphs)


def overprinted(copies):
    """Headings printed several times a hair apart."""
    hair = [(0, 0), (0.02, 0), (0, 0.02), (0.02, 0.02)][:copies]

    def body(glyphs, font):
        big = headings(glyphs)
        return "".join(show(g, font, "", dx * g.size, dy * g.size) for g in glyphs for dx, dy in (hair if g in big else hair[:1]))

    return body


def spanned(glyphs, font):
    """Each line in a marked sequence whose ActualText says what the line says."""
    lines = []
    for g in glyphs:
        if not lines or abs(lines[-1][-1].y - g.y) > 0.1 or g.x < lines[-1][-1].x or g.x - lines[-1][-1].x > 1.5 * g.size:
            lines.append([])
        lines[-1].append(g)
    text = lambda line: "".join(g.ch for g in line).encode("utf-16-be").hex()
    return "".join(f"/Span <</ActualText <FEFF{text(line)}>>> BDC\n{each_glyph(line, font)}EMC\n" for line in lines)


def upright(glyphs, font):
    """In vertical writing mode."""
    return "".join(show(g, font, "", *(share * g.size for share in font.origin(g.ch))) for g in glyphs)


def invisible(glyphs, font):
    return "".join(show(g, font, "3 Tr") for g in glyphs)


def unseen(glyphs, font):
    return ""


def scan(pdf, page, number):
    """The page as a picture of itself."""
    base = pypdfium2.PdfDocument(pdf.filename)
    page.add_resource(jpeg(pdf, base[number].render(scale=1.5).to_pil()), Name.XObject, Name.SCAN)
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    return f"{x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /SCAN Do".encode()


def hidden(content):
    """HIDDEN in a font of its own, shown where `content` says TEXT."""
    chars = "".join(sorted(set(HIDDEN)))
    codes = "".join(f"{program(chars)[1][ch]:04X}" for ch in HIDDEN)
    return saved(added(content.replace("TEXT", f"<{codes}> Tj"), lambda pdf: Embedded(pdf, chars).ref))


CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--user-data-dir={folder}"]  # fmt: skip


def printed(name):
    return tool("chromium", *CHROMIUM, "--print-to-pdf={out}", f"file://{PLANS / name / name}.html")


def distilled():
    return tool("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", "{out}", "{base}")


TYPST, WRITER, CHROME, VERTICAL = "kazami-digital", "kirigaoka-reform", "midorino-industry", "hoshimi-vertical"
VARIANTS = [
    Variant("encrypted-rc4-40", WRITER, encrypted(2, False)),
    Variant("encrypted-rc4-128", TYPST, encrypted(3, False)),
    Variant("encrypted-aes-128", TYPST, encrypted(4, True)),
    Variant("encrypted-aes-256", CHROME, encrypted(6, True)),
    Variant("encrypted-with-password", TYPST, encrypted(6, True, user="secret"), refused=True),
    Variant("xref-cut", TYPST, damaged("cut")),
    Variant("xref-wrong", CHROME, damaged("wrong")),
    Variant("xref-off-by-seven", WRITER, damaged("off")),
    *(Variant(f"rotate-{angle}-{base}", base, saved(turned(angle))) for angle, base in ((90, TYPST), (180, WRITER), (270, CHROME))),
    Variant("cropbox", TYPST, saved(moved(100, -200))),
    Variant("cropbox-negative", CHROME, saved(moved(-3000, 0.5))),
    Variant("rotate-90-cropbox", WRITER, saved(turned(90), moved(72, 144))),
    Variant("object-streams", WRITER, saved(object_stream_mode=ObjectStreamMode.generate)),
    Variant("linearized", CHROME, saved(linearize=True)),
    *(Variant(f"predefined-{cmap}", TYPST, rewritten(lambda pdf, chars, cmap=cmap: Predefined(pdf, chars, cmap))) for cmap in ENCODINGS if not cmap.endswith("V")),
    *(Variant(f"predefined-{cmap}", VERTICAL, rewritten(lambda pdf, chars, cmap=cmap: VerticalPredefined(pdf, chars, cmap), upright)) for cmap in ENCODINGS if cmap.endswith("V")),
    Variant("japan1-without-tounicode", TYPST, rewritten(Japan1)),
    Variant("cmap-in-the-font-only", TYPST, rewritten(lambda pdf, chars: Embedded(pdf, chars, unicode=None))),
    Variant("type3", TYPST, rewritten(Type3)),
    Variant("vertical-mode", VERTICAL, rewritten(Vertical, upright)),
    Variant("vertical-forms", VERTICAL, rewritten(lambda pdf, chars: Embedded(pdf, chars, unicode=lambda ch: UPRIGHT.get(ch, ch)))),
    Variant("fill-and-stroke", TYPST, rewritten(Embedded, stroked)),
    *(Variant(f"overprint-{copies}", TYPST, rewritten(Embedded, overprinted(copies))) for copies in (2, 3, 4)),
    Variant("actual-text", TYPST, rewritten(lambda pdf, chars: Embedded(pdf, chars, unicode=shifted), spanned)),
    Variant("radicals-kangxi", TYPST, saved(retold(lambda text: KANGXI.get(text, text)))),
    Variant("radicals-supplement", TYPST, saved(retold(lambda text: SUPPLEMENT.get(text, text)))),
    Variant("compatibility-ideographs", TYPST, saved(retold(lambda text: COMPATIBILITY.get(text, text)))),
    Variant("variation-selectors", TYPST, saved(retold(lambda text: text + "\U000e0101" if is_kanji(text) else text))),
    Variant("glyph-by-glyph", TYPST, rewritten(Embedded)),
    Variant("glyphs-shuffled", TYPST, rewritten(Embedded, shuffled)),
    Variant("hidden-clipped", TYPST, hidden("0 0 10 10 re W n BT /HIDE 8 Tf 60 40 Td TEXT ET"), ["hidden-text"]),
    Variant("hidden-off-page", WRITER, hidden("BT /HIDE 8 Tf 60 {y1} Td 0 30 Td TEXT ET"), ["hidden-text"]),
    Variant("hidden-under-a-box", TYPST, hidden("BT /HIDE 8 Tf 60 40 Td TEXT ET 1 g 50 30 400 20 re f"), ["hidden-text"]),
    Variant("hidden-white-on-white", TYPST, hidden("1 g BT /HIDE 8 Tf 60 40 Td TEXT ET"), ["hidden-text"]),
    Variant("hidden-invisible", WRITER, hidden("BT /HIDE 8 Tf 3 Tr 60 40 Td TEXT ET"), ["hidden-text"]),
    Variant("ocr-layer", VERTICAL, rewritten(Embedded, invisible, scan), ["text-layer-ocr"], layer="ocr"),
    # The rules of a scan's tables are pixels: their rows are not found again, and the records differ.
    Variant("ocr-layer-over-tables", TYPST, rewritten(Embedded, invisible, scan), ["text-layer-ocr"], layer="ocr", records=False),
    Variant("scan", TYPST, rewritten(Embedded, unseen, scan), ["page-without-text"], refused=True, layer="none"),
    Variant("garbled", TYPST, saved(retold(shifted)), ["text-garbled"], refused=True),
    Variant("ghostscript", TYPST, distilled()),
    Variant("ghostscript-writer", WRITER, distilled()),
    Variant("chromium", CHROME, printed(CHROME)),
]


def make_all(folder, names=()):
    """Writes the variants (all, or those of these names) that can be made here; gives them back with their files (None: not made)."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for variant in (v for v in VARIANTS if not names or v.name in names):
        out = folder / f"{variant.name}.pdf"
        if variant.make:
            variant.make(PLANS / variant.base / f"{variant.base}.pdf", out)
        made.append((variant, out if variant.make else None))
    return made


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make_all(Path(sys.argv[1]))
