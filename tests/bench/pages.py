#!/usr/bin/env python3
"""Long documents: what a page costs in memory, beside what its records take.

Usage: tests/bench/pages.py PROGRAM

Makes PDFs of 250, 500 and 1000 pages in three kinds, converts each, and prints the largest resident MiB of the worker, KiB for each
further page, and KiB of the plan document for each:

  prose     50 lines of running text under numbered headings: all of it ends in records
  contents  50 lines with leaders and page numbers: none of it does
  hidden    50 lines that no reader sees

It ends with 1 if a page costs more than PAGE.
"""
import pathlib
import subprocess
import sys
import tempfile
import zlib

COUNTS = (250, 500, 1000)
PAGE = 128
WORDS = "地域の経済を支える会員の経営相談に応じ関係する機関と手を携えて創業と事業の承継を助け海と岬の景色を生かした観光の道をひらく"


def content(kind, page):
    def line(number):
        start = page * 7 + number * 11
        words = (WORDS * 3)[start % len(WORDS):][:40]
        if kind == "contents":
            return words[:20] + "…" * 14 + str(page * 9 + number)
        if number % 10 == 0:
            return f"（{number // 10 + 1}）" + words[:12]
        return words

    mode = "3 Tr " if kind == "hidden" else ""
    texts = [f"BT {mode}/F 10 Tf 60 {760 - 14 * i} Td <{line(i).encode('utf-16-be').hex()}> Tj ET" for i in range(50)]
    return "\n".join(texts).encode()


def pdf(kind, count):
    font = "<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>>"
    inner = "<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/DW 1000>>"
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(), font.encode(), inner.encode()]
    for i in range(count):
        packed = zlib.compress(content(kind, i))
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {6 + 2 * i} 0 R>>".encode())
        objects.append(f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream")
    out, places = b"%PDF-1.7\n", []
    parts = [out]
    length = len(out)
    for number, body in enumerate(objects, 1):
        places.append(length)
        parts.append(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        length += len(parts[-1])
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010} 00000 n \n" for p in places)
    parts.append(f"{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{length}\n%%EOF\n".encode())
    return b"".join(parts)


def converted(program, kind, count):
    """Largest resident KiB, and KiB of the plan document."""
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "a.pdf").write_bytes(pdf(kind, count))
        # A process of its own for each, since the largest of all children is all that the system tells.
        code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=False, stderr=subprocess.DEVNULL); "
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        run = [sys.executable, "-c", code, program, "convert", str(work / "a.pdf"), "-o", str(work / "out"), "--formats", "json"]
        resident = int(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        return resident, sum(p.stat().st_size for p in (work / "out" / "plans").glob("*.json")) / 1024


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    missed = False
    for kind in ("prose", "contents", "hidden"):
        found = [converted(sys.argv[1], kind, count) for count in COUNTS]
        page = (found[-1][0] - found[0][0]) / (COUNTS[-1] - COUNTS[0])
        resident = ", ".join(f"{f[0] / 1024:.0f} MiB ({count})" for f, count in zip(found, COUNTS))
        print(f"{kind:9} {resident}; {page:.0f} KiB a page, of which the plan document has {found[-1][1] / COUNTS[-1]:.1f} KiB", flush=True)
        missed |= page > PAGE
    sys.exit(int(missed))


if __name__ == "__main__":
    main()
