#!/usr/bin/env python3
"""Prints the CPU time of `read`, and of `read` and `layout` together, over PDFs as multiples of `pdftotext`'s.

    cargo build --release --locked -p keikaku-read -p keikaku-layout --examples
    tests/compare/cpu.py [--read 1.0] [--layout 1.5] PDF-OR-FOLDER...

User and system time of the child processes, the least of several runs each, taken in turns so that all meet the same load.
Exits with 1 where a ratio over all files is above its limit. Needs poppler-utils.
"""
import argparse
import resource
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "target/release/examples"
RUNS = 3
COLUMNS = "{:44} read {:7.3f} s  read + layout {:7.3f} s  pdftotext {:7.3f} s  ratios {:.2f} {:.2f}"


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def files(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.pdf")) if path.is_dir() else [path]


def row(name, seconds):
    read, layout, poppler = seconds
    print(COLUMNS.format(name, *seconds, read / max(poppler, 1e-6), layout / max(poppler, 1e-6)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PDF-OR-FOLDER")
    parser.add_argument("--read", type=float, default=1.0, help="limit for read (1.0)")
    parser.add_argument("--layout", type=float, default=1.5, help="limit for read and layout (1.5)")
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="folder with the programs dump and blocks")
    args = parser.parse_args()
    sums = [0.0, 0.0, 0.0]
    for pdf in files(args.paths):
        commands = [args.examples / "dump", pdf], [args.examples / "blocks", pdf, "none"], ["pdftotext", "-q", pdf, "-"]
        runs = [[cpu(command) for command in commands] for _ in range(RUNS)]
        best = [min(times) for times in zip(*runs)]
        sums = [a + b for a, b in zip(sums, best)]
        row(pdf.name, best)
    row("all", sums)
    return int(sums[0] > args.read * sums[2] or sums[1] > args.layout * sums[2])


if __name__ == "__main__":
    sys.exit(main())
