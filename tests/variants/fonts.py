"""Fonts for the variants, in the ways offices embed them: each has a `ref` (the PDF object) and `code(ch)` (hex for a Tj)."""
import io
import re
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

IPAEX = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")  # Debian's fonts-ipaexfont-gothic
CMAPS = Path("/usr/share/poppler/cMap/Adobe-Japan1")  # Debian's poppler-data
ENCODINGS = {"UniJIS-UTF16-H": "utf-16-be", "UniJIS-UCS2-H": "utf-16-be", "90ms-RKSJ-H": "cp932", "90ms-RKSJ-V": "cp932", "EUC-H": "euc-jp"}
# Where each predefined CMap has its ASCII letters among the CIDs: proportional, or half an em wide.
LATIN = {"UniJIS-UTF16-H": 1, "UniJIS-UCS2-H": 1, "90ms-RKSJ-H": 231, "90ms-RKSJ-V": 231, "EUC-H": 231}


@cache
def program(chars, with_cmap=True):
    """IPAexGothic with the glyphs of `chars`: the file, glyph number by character, width (thousandths) by glyph number."""
    font = TTFont(IPAEX, lazy=True)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=chars)
    cutter.subset(font)
    cmap = {ch: font.getGlyphID(font.getBestCmap()[ord(ch)]) for ch in chars if ord(ch) in font.getBestCmap()}
    scale = 1000 / font["head"].unitsPerEm
    widths = [round(font["hmtx"][name][0] * scale) for name in font.getGlyphOrder()]
    if not with_cmap:
        del font["cmap"]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), cmap, widths


def to_unicode(pdf, texts, bytes_=2):
    """A ToUnicode CMap from code → text."""
    space = f"<{'00' * bytes_}> <{'FF' * bytes_}>"
    rows = [f"<{code:0{2 * bytes_}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())]
    blocks = "".join(f"{len(rows[i:i + 100])} beginbfchar\n" + "\n".join(rows[i : i + 100]) + "\nendbfchar\n" for i in range(0, len(rows), 100))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange {space} endcodespacerange\n{blocks}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
    return pdf.make_stream(cmap.encode())


def descriptor(pdf, name, **more):
    box = Array([0, -120, 1000, 880])
    return pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=box, ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80, **more))


def composite(pdf, name, encoding, ordering, kind, descriptor, **more):
    info = Dictionary(Registry=String("Adobe"), Ordering=String(ordering), Supplement=2)
    cid = Dictionary(Type=Name.Font, Subtype=Name("/" + kind), BaseFont=name, CIDSystemInfo=info, DW=1000, FontDescriptor=descriptor, **more)
    return Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/" + encoding), DescendantFonts=Array([pdf.make_indirect(cid)]))


class Embedded:
    """TrueType by glyph number; `unicode(ch)` is what its ToUnicode says, no ToUnicode where it is None."""

    def __init__(self, pdf, chars, unicode=lambda ch: ch, encoding="Identity-H"):
        data, self.cmap, self.widths = program(chars)
        name = Name("/IPAexGothic")
        flat = descriptor(pdf, name, FontFile2=pdf.make_stream(data))
        font = composite(pdf, name, encoding, "Identity", "CIDFontType2", flat, CIDToGIDMap=Name.Identity, W=Array([0, Array(self.widths)]))
        if unicode:
            font.ToUnicode = to_unicode(pdf, {gid: unicode(ch) for ch, gid in self.cmap.items()})
        self.ref = pdf.make_indirect(font)

    def code(self, ch):
        return f"{self.cmap[ch]:04X}"

    def width(self, ch):
        return self.widths[self.cmap[ch]]


class Vertical:
    """TrueType in vertical writing mode, and in horizontal mode for 縦中横 (ASCII)."""

    def __init__(self, pdf, chars):
        self.fonts = [Embedded(pdf, chars, encoding="Identity-V"), Embedded(pdf, chars)]
        self.refs = [font.ref for font in self.fonts]
        self.code = self.fonts[0].code

    def number(self, ch):
        return int(ch.isascii())

    def origin(self, ch):
        """Where a glyph's origin is (ems right of and above the horizontal one): in the middle of the upper edge of its em box."""
        return (0, 0) if ch.isascii() else (self.fonts[0].width(ch) / 2000, 0.88)


class Japan1:
    """Adobe-Japan1 by CID, without ToUnicode and without a character map in the program, as dvipdfmx embeds."""

    def __init__(self, pdf, chars):
        data, gids, widths = program(chars, with_cmap=False)
        cids = japan1_cids()
        self.cids = {ch: cids[ch] for ch in gids}
        table = bytearray(2 * (max(self.cids.values()) + 1))
        for ch, cid in self.cids.items():
            table[2 * cid : 2 * cid + 2] = gids[ch].to_bytes(2, "big")
        wide = Array([item for ch, cid in sorted(self.cids.items(), key=lambda p: p[1]) for item in (cid, Array([widths[gids[ch]]]))])
        name = Name("/ABCDEF+IPAexGothic")
        flat = descriptor(pdf, name, FontFile2=pdf.make_stream(data))
        self.ref = pdf.make_indirect(composite(pdf, name, "Identity-H", "Japan1", "CIDFontType2", flat, CIDToGIDMap=pdf.make_stream(bytes(table)), W=wide))

    def code(self, ch):
        return f"{self.cids[ch]:04X}"


class Predefined:
    """A font that is not in the file, by the codes of a predefined CMap."""

    def __init__(self, pdf, chars, cmap):
        self.encoding = ENCODINGS[cmap]
        name = Name("/GothicBBB-Medium")
        _, gids, widths = program("".join(map(chr, range(0x20, 0x7F))))
        latin = Array([widths[gids[chr(c)]] for c in range(0x20, 0x7F)])
        self.ref = pdf.make_indirect(composite(pdf, name, cmap, "Japan1", "CIDFontType0", descriptor(pdf, name), W=Array([LATIN[cmap], latin])))

    def code(self, ch):
        # JIS has one wave dash; cp932 reads it as U+FF5E, EUC-JP as U+301C.
        return (ch.replace("～", "〜") if self.encoding == "euc-jp" else ch).encode(self.encoding).hex()


class VerticalPredefined:
    """The same in vertical writing mode, and in horizontal mode for 縦中横 (ASCII)."""

    def __init__(self, pdf, chars, cmap):
        fonts = [Predefined(pdf, chars, cmap), Predefined(pdf, chars, cmap.removesuffix("V") + "H")]
        self.refs = [font.ref for font in fonts]
        self.code = fonts[0].code

    def number(self, ch):
        return int(ch.isascii())

    def origin(self, ch):
        """As `Vertical`'s: whatever a reader takes instead of the font has full-width glyphs."""
        return (0, 0) if ch.isascii() else (0.5, 0.88)


class Type3:
    """Type 3 fonts of up to 256 drawn glyphs each, with ToUnicode; `ref` is a list, `code` gives a character's font too."""

    def __init__(self, pdf, chars):
        font = TTFont(IPAEX, lazy=True)
        glyphs, cmap, self.refs, self.at = font.getGlyphSet(), font.getBestCmap(), [], {}
        em = font["head"].unitsPerEm
        chars = sorted(ch for ch in chars if ord(ch) in cmap)
        for first in range(0, len(chars), 256):
            part = chars[first : first + 256]
            procs, widths = Dictionary(), []
            for i, ch in enumerate(part):
                glyph = glyphs[cmap[ord(ch)]]
                pen = Pen(glyphs)
                glyph.draw(pen)
                procs[f"/g{i}"] = pdf.make_stream(f"{glyph.width} 0 0 {-em} {em} {em} d1 {' '.join(pen.ops)} f".encode())
                widths.append(glyph.width)
                self.at[ch] = (len(self.refs), i)
            names = Array([0, *(Name(f"/g{i}") for i in range(len(part)))])
            unicode = to_unicode(pdf, dict(enumerate(part)), bytes_=1)
            self.refs.append(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, -em, em, em]), FontMatrix=Array([1 / em, 0, 0, 1 / em, 0, 0]), CharProcs=procs,
                        Encoding=Dictionary(Type=Name.Encoding, Differences=names), FirstChar=0, LastChar=len(part) - 1, Widths=Array(widths),
                        Resources=Dictionary(), ToUnicode=unicode,
                    )
                )
            )  # fmt: skip

    def code(self, ch):
        return f"{self.at[ch][1]:02X}"

    def number(self, ch):
        return self.at[ch][0]


class Pen(BasePen):
    """Outlines as PDF path operators."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.ops = []

    def _moveTo(self, p):
        self.ops.append(f"{p[0]:g} {p[1]:g} m")

    def _lineTo(self, p):
        self.ops.append(f"{p[0]:g} {p[1]:g} l")

    def _curveToOne(self, a, b, c):
        self.ops.append(f"{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f} c")

    def _closePath(self):
        self.ops.append("h")


@cache
def japan1_cids():
    """Character → CID of Adobe-Japan1, from the CMap UniJIS-UTF16-H."""
    cids = {}
    text = (CMAPS / "UniJIS-UTF16-H").read_text(encoding="latin-1")
    for block in re.findall(r"begincid(?:range|char)(.*?)endcid", text, re.S):
        for line in block.strip().splitlines():
            codes, cid = re.findall(r"<([0-9a-fA-F]+)>", line), int(line.split()[-1])
            if all(len(c) == 4 for c in codes):
                for i, code in enumerate(range(int(codes[0], 16), int(codes[-1], 16) + 1)):
                    cids[chr(code)] = cid + i
    return cids
