#!/usr/bin/env python3
"""Checks where records say they stand: an independent reader (PDFium) reads the glyphs inside each record's boxes.

    places.py OUT PLANS

OUT is a folder that `keikaku convert` filled, PLANS the folder of the PDFs. In each document, at least nineteen records in twenty
must have boxes that hold their own text and no more (nine characters in ten in common).
"""
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2

FLOOR = 0.95
ALIKE = 0.9
KINDS = {"sections": "title", "measures": "title", "statements": "text", "owners": "quote", "targets": "quote", "milestones": "quote"}


def norm(text):
    return re.sub(r"[\s・･•●○〇*【】「」『』\[\]]+", "", unicodedata.normalize("NFKC", text or "")).replace("〜", "~").lower()


def glyphs(page):
    """The centre of each glyph, in points from the displayed page's top left, and its character."""
    text, (left, _, _, top) = page.get_textpage(), page.get_bbox()
    boxes = (text.get_charbox(i, loose=True) for i in range(text.count_chars()))
    return [((x0 + x1) / 2 - left, top - (y0 + y1) / 2, text.get_text_range(i, 1)) for i, (x0, y0, x1, y1) in enumerate(boxes)]


def alike(a, b):
    return bool(a and b) and 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b)) >= ALIKE


def check(document, pdf):
    pages = [glyphs(page) for page in pypdfium2.PdfDocument(pdf)]
    right = wrong = 0
    for kind, field in KINDS.items():
        for row in document[kind]:
            want, label = norm(row[field]), norm((row.get("label") or {}).get("raw"))
            have = ""
            for span in row["spans"]:
                x0, y0, x1, y1 = span["bbox"]
                have += "".join(ch for x, y, ch in pages[span["page"] - 1] if x0 <= x <= x1 and y0 <= y <= y1)
            have = norm(have)
            if not want or alike(want, have) or alike(label + want, have):
                right += 1
            else:
                wrong += 1
                print(f"  {kind} {row['id']}: {want[:40]!r} but the boxes hold {have[:40]!r}")
    share = right / max(1, right + wrong)
    print(f"{pdf.name}: {right} of {right + wrong} records stand where they say ({share:.3f})")
    return share >= FLOOR


def main():
    out, plans = map(Path, sys.argv[1:])
    pdfs = {p.name: p for p in plans.rglob("*.pdf")}
    documents = [json.loads(f.read_text(encoding="utf-8")) for f in sorted((out / "plans").glob("*.json"))]
    checks = [check(d, pdfs[d["source"]["file_name"]]) for d in documents if d["source"]["file_name"] in pdfs]
    if not checks or not all(checks):
        sys.exit("places.py: records do not stand where they say" if checks else "places.py: no document of a PDF in OUT")


if __name__ == "__main__":
    main()
