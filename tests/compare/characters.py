#!/usr/bin/env python3
"""Compares the characters that `keikaku-read` finds on PDFs with those of PDFium and poppler.

    cargo build --release --locked --workspace --example dump
    tests/compare/characters.py [--least 0.998] PDF-OR-FOLDER...

Both sides are multisets of the NFKC characters that are neither blank nor control. Recall is the share of the other reader's
characters that we have too, precision the share of ours that it has. Each is given twice: `as handed on`, and with three habits of the
other readers `evened out`, because there they differ from the page and from each other:

- both hand on every copy of a character that is printed two to four times a hair apart (fake bold): copies within a tenth of the size count once;
- PDFium mirrors brackets in vertical lines: opening and closing brackets count as one character against it;
- PDFium hands on text off the page, poppler does not: glyphs that we flag as off the page count against PDFium only.

`--least` is for the figures that are evened out: exits with 1 where their sum over all files falls below it against either reader. Needs
`pip install pypdfium2` and poppler-utils.
"""
import argparse
import html
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# CJK radicals supplement that both readers hand on as they stand; NFKC maps only two of them.
RADICALS = str.maketrans("⺠⻑⻄⻘⻝⻭⻲⻩⻨⺟⻁⻯⻫", "民長西青食歯亀黄麦母虎竜斉")
# Left brackets by the right ones that PDFium hands on in their place.
MIRROR = str.maketrans(")]}>」』】〕〉》≫›»", "([{<「『【〔〈《≪‹«")
# Two equal words or characters closer than this share of their size are copies of one; the reader's own rule.
OVERPRINT = 0.1


def characters(text):
    text = unicodedata.normalize("NFKC", text).translate(RADICALS)
    skip = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Cn", "Cs"}
    return Counter(c for c in text if unicodedata.category(c) not in skip and c != "\ufffe")


def ours(dump, pdf, what):
    return subprocess.run([dump, pdf, what], capture_output=True, text=True, check=True).stdout


class Copies:
    """Tells whether a text was seen before at about the same place."""

    def __init__(self):
        self.seen = defaultdict(list)

    def has(self, text, x, y, size):
        near = size * OVERPRINT
        if any(abs(x - a) <= near and abs(y - b) <= near for a, b in self.seen[text]):
            return True
        self.seen[text].append((x, y))
        return False


def pdfium(pdf, raw):
    import pypdfium2

    out = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        whole = text.get_text_range()
        copies = Copies()
        for i in range(0 if raw else text.count_chars()):
            char = text.get_text_range(i, 1)
            x0, y0, _, y1 = text.get_charbox(i, loose=True)
            if char.strip() and copies.has(char, x0, y0, y1 - y0):
                whole = whole.replace(char, "", 1)
        out.append(whole)
    # PDFium marks a hyphen at a line's end as U+0002 or U+FFFE.
    return "".join(out).replace("\ufffe", "-").replace("\x02", "-")


def poppler(pdf, raw):
    if raw:
        return subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", "-raw", pdf, "-"], capture_output=True).stdout.decode("utf-8", "replace")
    listing = subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", "-bbox", pdf, "-"], capture_output=True).stdout.decode("utf-8", "replace")
    out, copies = [], Copies()
    for line in listing.splitlines():
        if "<page " in line:
            copies = Copies()
        if found := WORD.search(line):
            x0, y0, x1, y1 = (float(v) for v in found.groups()[:4])
            word = html.unescape(found[5])
            if not copies.has(word, x0, y0, min(y1 - y0, max(x1 - x0, 1.0))):
                out.append(word)
    return "".join(out)


WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>')


def compared(reader, pdf, ours_every, ours_on_page, raw):
    """Our characters and the reader's."""
    texts = ours_every if reader is pdfium or raw else ours_on_page, reader(pdf, raw)
    if reader is pdfium and not raw:
        texts = tuple(unicodedata.normalize("NFKC", t).translate(MIRROR) for t in texts)
    return tuple(map(characters, texts))


def shares(hits, have, want):
    return hits / max(want, 1), hits / max(have, 1)


def files(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.pdf")) if path.is_dir() else [path]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PDF-OR-FOLDER")
    parser.add_argument("--least", type=float, default=0.998)
    parser.add_argument("--dump", default=str(ROOT / "target/release/examples/dump"))
    args = parser.parse_args()
    totals = {(reader, raw): [0, 0, 0] for reader in (pdfium, poppler) for raw in (False, True)}
    for pdf in files(args.paths):
        every, on_page = ours(args.dump, pdf, "all"), ours(args.dump, pdf, "on-page")
        for (reader, raw), total in totals.items():
            a, b = compared(reader, pdf, every, on_page, raw)
            counts = (a & b).total(), a.total(), b.total()
            total[:] = map(sum, zip(total, counts))
            if not raw:
                recall, precision = shares(*counts)
                lost, extra = ("".join(f"{c}{n} " for c, n in (x - y).most_common(6)) for x, y in ((b, a), (a, b)))
                print(f"{pdf.name:44} {reader.__name__:8} recall {recall:.4f} precision {precision:.4f}  lost {lost} extra {extra}")
    low = False
    for (reader, raw), total in totals.items():
        low |= not raw and min(shares(*total)) < args.least
        how = "as handed on" if raw else f"evened out, at least {args.least}"
        print("all, {:39} {:8} recall {:.4f} precision {:.4f}".format(how, reader.__name__, *shares(*total)))
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
