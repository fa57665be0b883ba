"""Sets the text of a PDF anew: takes each glyph's place from PDFium, drops the text operators, and writes own ones."""
from dataclasses import dataclass
from functools import cache

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from ctypes import byref, c_double, c_uint


@dataclass(frozen=True)
class Glyph:
    ch: str
    x: float  # origin on the baseline, points from the bottom left
    y: float
    size: float
    stretch: float  # width against height
    color: tuple  # 0 to 1 each


@cache
def glyphs(path):
    """The glyphs of each page in the order of the content; blanks that PDFium made up are left out."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page_glyphs(page) for page in pdf]


def page_glyphs(page):
    text, out = page.get_textpage(), []
    for i in range(text.count_chars()):
        ch = chr(raw.FPDFText_GetUnicode(text, i))
        if raw.FPDFText_IsGenerated(text, i) == 1 or ch in "\r\n":
            continue
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text, i, byref(x), byref(y))
        rgba = [c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(text, i, *map(byref, rgba))
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, i, byref(matrix))
        size = raw.FPDFText_GetFontSize(text, i) * abs(matrix.d)
        stretch = matrix.a / matrix.d if matrix.a > 0 < matrix.d else 1.0
        out.append(Glyph(ch, x.value, y.value, size, stretch, tuple(c.value / 255 for c in rgba[:3])))
    return out


def without_text(pdf, page):
    """The page's content without text objects and marked content."""
    kept, inside = [], False
    for item in pikepdf.parse_content_stream(page):
        operator = str(item.operator) if hasattr(item, "operator") else ""
        inside = inside or operator == "BT"
        if not inside and operator not in ("BDC", "BMC", "EMC", "MP", "DP"):
            kept.append(item)
        inside = inside and operator != "ET"
    return pikepdf.unparse_content_stream(kept)


def show(glyph, font, before="", dx=0.0, dy=0.0):
    """One glyph as one text object."""
    r, g, b = glyph.color
    number = font.number(glyph.ch) if hasattr(font, "number") else 0
    color = f"{r:.4f} {g:.4f} {b:.4f}"
    place = f"{glyph.stretch:.4f} 0 0 1 {glyph.x + dx:.3f} {glyph.y + dy:.3f} Tm"
    return f"BT /V{number} {glyph.size:.3f} Tf {color} rg {color} RG {before} {place} <{font.code(glyph.ch)}> Tj ET\n"


def each_glyph(glyphs, font):
    return "".join(show(g, font) for g in glyphs)


def rewritten(make_font, body=each_glyph, under=None):
    """A maker of variants. `make_font(pdf, chars)` gives the font, `body(glyphs, font)` a page's text, and `under(pdf, page, n)` what
    the page has below it (by default what it had)."""

    def make(base, out):
        pages = glyphs(base)
        chars = "".join(sorted({g.ch for page in pages for g in page}))
        with pikepdf.open(base) as pdf:
            font = make_font(pdf, chars)
            refs = getattr(font, "refs", None) or [font.ref]
            for number, (page, items) in enumerate(zip(pdf.pages, pages)):
                ground = (under or (lambda pdf, page, _: without_text(pdf, page)))(pdf, page, number)
                for i, ref in enumerate(refs):
                    page.add_resource(ref, pikepdf.Name.Font, pikepdf.Name(f"/V{i}"))
                page.Contents = pdf.make_stream(b"q\n" + ground + b"\nQ\nq\n" + body(items, font).encode() + b"Q\n")
            pdf.save(out)

    return make
