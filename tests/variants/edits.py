"""Changes to a finished PDF, page for page or byte for byte. Each `…(pdf)` changes an open pikepdf document; makers take (base, out)."""
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from fonts import to_unicode


def saved(*changes, **options):
    """A maker: opens the base, applies the changes, and saves."""

    def make(base, out):
        with pikepdf.open(base) as pdf:
            for change in changes:
                change(pdf)
            pdf.save(out, **options)

    return make


def encrypted(r, aes, user=""):
    return saved(encryption=pikepdf.Encryption(owner="owner", user=user, R=r, aes=aes, metadata=r >= 4))


def damaged(how):
    """A cross-reference table that is missing, or is looked for in the wrong place, or whose every entry is 7 bytes off."""

    def make(base, out):
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "plain.pdf"
            saved(object_stream_mode=pikepdf.ObjectStreamMode.disable)(base, plain)
            data = plain.read_bytes()
        at = data.rfind(b"startxref")
        if how == "cut":
            data = data[:at]
        elif how == "wrong":
            data = data[:at] + b"startxref\n7\n%%EOF\n"
        else:
            data = re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 7), data)
        out.write_bytes(data)

    return make


def turned(angle):
    """/Rotate with the content turned the other way: the page displays as before."""

    def change(pdf):
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            w, h = x1 - x0, y1 - y0
            matrix = {90: f"0 1 -1 0 {h} 0", 180: f"-1 0 0 -1 {w} {h}", 270: f"0 -1 1 0 0 {w}"}[angle]
            wrapped(page, f"{matrix} cm 1 0 0 1 {-x0} {-y0}")
            page.mediabox = [0, 0, w, h] if angle == 180 else [0, 0, h, w]
            if "/CropBox" in page:
                del page["/CropBox"]
            page.Rotate = angle

    return change


def wrapped(page, matrix):
    page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")


def moved(dx, dy):
    """A MediaBox that begins far from (0, 0) and a CropBox inside it; the content moves along."""

    def change(pdf):
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            wrapped(page, f"1 0 0 1 {dx} {dy}")
            page.mediabox = [x0 + dx - 50, y0 + dy - 50, x1 + dx + 30, y1 + dy + 70]
            page.cropbox = [x0 + dx, y0 + dy, x1 + dx, y1 + dy]

    return change


def without_tounicode(pdf):
    for font in fonts(pdf):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


def fonts(pdf):
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == "/Font"]


def retold(change_text):
    """Every ToUnicode says `change_text(text)` instead of `text`."""

    def change(pdf):
        for font in fonts(pdf):
            if isinstance(font.get("/ToUnicode"), pikepdf.Stream):
                wide, texts = mapping(font.ToUnicode.read_bytes().decode("latin-1"))
                font.ToUnicode = to_unicode(pdf, {code: change_text(text) for code, text in texts.items()}, wide)

    return change


def mapping(cmap):
    """Bytes a code, and code → text, of a ToUnicode CMap."""
    text = lambda h: bytes.fromhex(h).decode("utf-16-be", "replace")
    wide, out = 1, {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, to in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            wide, out[int(code, 16)] = len(code) // 2, text(to)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for lo, hi, to, many in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]*)>|\[(.*?)\])", block, re.S):
            wide, first = len(lo) // 2, int(lo, 16)
            listed = re.findall(r"<([0-9a-fA-F]*)>", many)
            for i in range(int(hi, 16) - first + 1):
                out[first + i] = text(listed[i]) if listed else text(to)[:-1] + chr(ord(text(to)[-1]) + i)
    return wide, out


def added(content, font=None, first=False):
    """Content on every page, over it or (`first`) under it; `{x1}`, `{y1}` stand for its right and upper edge, `font(pdf)` is /HIDE."""

    def change(pdf):
        ref = font(pdf) if font else None
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            if ref is not None:
                page.add_resource(ref, Name.Font, Name("/HIDE"))
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n")
            page.contents_add(f"q {content.format(x0=x0, y0=y0, x1=x1, y1=y1)} Q\n".encode(), prepend=first)

    return change


def tool(name, *arguments):
    """A maker that runs a program over the base; None where it is not installed."""
    if not shutil.which(name):
        return None

    def make(base, out):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([name, *(a.format(base=base, out=out, folder=folder) for a in arguments)], check=True, capture_output=True, timeout=120)

    return make


def jpeg(pdf, image):
    """A PIL image as an image object."""
    import io

    data = io.BytesIO()
    image.convert("RGB").save(data, "JPEG", quality=60)
    return pikepdf.Stream(
        pdf, data.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
