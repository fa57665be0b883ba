#!/usr/bin/env python3
"""Makes the seeds of fuzz targets from the corpora: seeds.py FOLDER TARGET...

Files of what a target reads, small ones: pages of PDFs without their fonts and pictures, stretches of texts, plan documents where the
program has made some (`target/corpora`). Without pikepdf there are no PDFs but the broken ones.
"""
import io
import sys
from pathlib import Path

try:
    import pikepdf
except ImportError:
    pikepdf = None

ROOT = Path(__file__).resolve().parents[2]
PDFS = sorted(ROOT.glob("corpora/plans/*/*.pdf"))
TEXTS = sorted(ROOT.glob("corpora/plans/*/*.txt"))
CASES = sorted(ROOT.glob("tests/suite/text/*.toml"))
LARGEST = 60_000


# A PDF in a nutshell: a page tree, inherited resources, a form, a font with its own encoding, marked content, a picture, bookmarks.
SMALL = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 8 0 R/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2/MediaBox[0 0 595 842]/Rotate 90/Resources<</Font<</A 5 0 R>>/XObject<</F 4 0 R>>>>>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/CropBox[10 10 500 800]/Contents[6 0 R 7 0 R]>>endobj
4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 9 9]/Length 24>>stream
0 0 50 50 re f q W n Q S
endstream endobj
5 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/90ms-RKSJ-H/ToUnicode 10 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2
/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/DW 1000/W[1[500 500]2 9 250]>>]>>endobj
6 0 obj<</Length 143>>stream
q 1 0 0 1 0 0 cm BT /A 12 Tf 14 TL 2 Tr 1 Tz 100 700 Td <8e7b8df4> Tj [(a)-250<93fa>] TJ T* /Span<</ActualText<FEFF65BD>>>BDC (x) Tj EMC ET Q /F Do
endstream endobj
7 0 obj<</Length 79>>stream
0.5 g 50 50 400 0.5 re f 1 w 50 60 m 450 60 l S BI /W 1/H 1/CS/G/BPC 8 ID x EI
endstream endobj
8 0 obj<</First<</Title(a)/Dest(a)/Next<</Title<FEFF65BD>/A<</S/GoTo/D[9 0 R/Fit]>>>>>>>>endobj
9 0 obj<</Type/Page/Parent 2 0 R/UserUnit 2>>endobj
10 0 obj<</Length 84>>stream
1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <00ff> <3042>
endbfrange
endstream endobj
trailer<</Root 1 0 R/Info<</Title(a)/Producer<FEFF65BD>>>>>
%%EOF
"""


def bare(path):
    """Each page alone, its streams unpacked, fonts and pictures emptied."""
    for number in range(2 if pikepdf else 0):
        with pikepdf.open(path) as pdf:
            if number >= len(pdf.pages):
                return
            del pdf.pages[number + 1 :], pdf.pages[:number]
            pdf.remove_unreferenced_resources()
            for found in pdf.objects:
                if isinstance(found, pikepdf.Dictionary):
                    for key in ("/FontFile2", "/FontFile3", "/FontFile", "/StructTreeRoot"):
                        if key in found:
                            del found[key]
                if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image":
                    found.write(b"")
            yield save(pdf)


def save(pdf):
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, static_id=True)
    return out.getvalue()


def read():
    yield SMALL
    yield from (p.read_bytes() for p in sorted(ROOT.glob("corpora/broken/*")))
    yield from (p.read_bytes() for p in TEXTS)
    for path in PDFS:
        yield from bare(path)


def decoded(path):
    for encoding in ("utf-8", "euc_jis_2004", "cp932"):
        try:
            return path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            pass
    return path.read_bytes().decode("cp932", errors="replace")


def pages():
    for path in TEXTS:
        lines = decoded(path).splitlines()
        yield from (b"\0" + "\n".join(lines[i : i + 12]).encode() for i in range(0, len(lines), 12))
    # A title, a heading, a table of three columns with a header, a vertical line.
    yield bytes([1, 217, 64, 31, 14, 210, 217, 40, 0, 21, 210, 1, 6, 21, 210, 250, 27, 25, 60, 200, 80, 200, 30, 65, 25, 200, 80, 65, 8, 200, 130, 65, 26])
    yield bytes([1, 220, 200, 230, 20, 0, 130, 10, 131, 20, 12, 200, 220, 20, 4, 21, 20, 251, 2, 6, 21, 210, 3, 13, 12, 14, 15, 210, 4, 20])


def text():
    for path in TEXTS:
        yield from (line.encode() for line in decoded(path).splitlines() if line.strip())
    for path in CASES:
        yield from (line.split("=", 1)[1].strip(' "').encode() for line in path.read_text().splitlines() if line.startswith("text"))


def json():
    yield from (p.read_bytes() for p in sorted(ROOT.glob("schemas/samples/*/*.json")))
    yield from (p.read_bytes() for p in sorted(ROOT.glob("target/corpora/plans/*.json")))


def main():
    for target in sys.argv[2:]:
        folder = Path(sys.argv[1], target)
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(globals()[target]()):
            if len(seed) <= LARGEST:
                (folder / f"seed-{number:03}").write_bytes(seed)


if __name__ == "__main__":
    main()
