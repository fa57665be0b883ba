#!/usr/bin/env python3
"""Makes variants of a PDF as offices produce them, and says which of them `keikaku-read` reads as it reads the base.

    cargo build --release -p keikaku-read --example dump
    tests/variants/make.py BASE.pdf OUT_FOLDER

Exits with 1 where a variant's characters differ from the base's. Nothing of OUT_FOLDER is to be committed. Needs pikepdf.
"""
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parents[2]
DUMP = ROOT / "target/release/examples/dump"
# A text in a font that is not in the file, by the code the predefined CMaps expect.
PLAIN = "みどり野市産業振興計画（令和６年度）"
PREDEFINED = {"UniJIS-UTF16-H": "utf-16-be", "UniJIS-UCS2-H": "utf-16-be", "90ms-RKSJ-H": "cp932", "90ms-RKSJ-V": "cp932", "EUC-H": "euc-jp"}


def saved(change=None, **options):
    def make(base, out):
        with pikepdf.open(base) as pdf:
            if change:
                change(pdf)
            pdf.save(out, **options)

    return make


def encrypted(r, aes, user=""):
    metadata = r >= 4
    return saved(encryption=pikepdf.Encryption(owner="owner", user=user, R=r, aes=aes, metadata=metadata))


def rotate(pdf):
    for page in pdf.pages:
        page.rotate(90, relative=True)


def move_origin(pdf):
    """MediaBox and CropBox that begin far from (0, 0), with the content moved along."""
    for page in pdf.pages:
        x0, y0, x1, y1 = (float(v) for v in page.mediabox)
        page.contents_add(b"q 1 0 0 1 100 -200 cm", prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [x0 + 50, y0 - 250, x1 + 150, y1 - 150]
        page.cropbox = [x0 + 100, y0 - 200, x1 + 100, y1 - 200]


def without_tounicode(pdf):
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
            del item["/ToUnicode"]


def damaged(how):
    def make(base, out):
        data = Path(base).read_bytes()
        at = data.rfind(b"startxref")
        out.write_bytes(data[:at] if how == "cut" else data[:at] + b"startxref\n7\n%%EOF\n")

    return make


def predefined(cmap):
    def make(_, out):
        pdf = pikepdf.new()
        page = pdf.add_blank_page(page_size=(595, 842))
        info = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Japan1"), Supplement=2)
        name = pikepdf.Name("/Ryumin-Light")
        flat = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80)
        cid = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=name, CIDSystemInfo=info, DW=1000, FontDescriptor=pdf.make_indirect(flat))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/" + cmap), DescendantFonts=[pdf.make_indirect(cid)])
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        code = PLAIN.encode(PREDEFINED[cmap]).hex()
        page.Contents = pdf.make_stream(f"BT /F 12 Tf 300 700 Td <{code}> Tj ET".encode() if cmap.endswith("V") else f"BT /F 12 Tf 72 700 Td <{code}> Tj ET".encode())
        pdf.save(out)

    return make


# Name, how it is made, what its text must be: the base's (None) or this.
VARIANTS = [
    ("rc4-40", encrypted(2, False), None),
    ("rc4-128", encrypted(3, False), None),
    ("aes-128", encrypted(4, True), None),
    ("aes-256", encrypted(6, True), None),
    ("password", encrypted(6, True, user="secret"), ""),
    ("object-streams", saved(object_stream_mode=pikepdf.ObjectStreamMode.generate), None),
    ("linearized", saved(linearize=True), None),
    ("rotated", saved(rotate), None),
    ("moved-origin", saved(move_origin), None),
    ("xref-cut", damaged("cut"), None),
    ("xref-wrong", damaged("wrong"), None),
    ("without-tounicode", saved(without_tounicode), None),
    *((f"predefined-{cmap}", predefined(cmap), PLAIN) for cmap in PREDEFINED),
]


def read(pdf):
    run = subprocess.run([DUMP, pdf, "text"], capture_output=True, text=True)
    return Counter("".join(run.stdout.split())), run.stderr.strip()


def main(base, folder):
    folder.mkdir(parents=True, exist_ok=True)
    base_text, _ = read(base)
    bad = 0
    for name, make, text in VARIANTS:
        out = folder / f"{name}.pdf"
        make(base, out)
        got, said = read(out)
        want = base_text if text is None else Counter(text)
        share = (got & want).total() / max(want.total(), got.total(), 1)
        ok = got == want
        bad += not ok
        print(f"{name:28} {'ok' if ok else 'DIFFERS':8} {share:6.3f}  {said.splitlines()[0][:110] if said else ''}")
    return int(bad > 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
