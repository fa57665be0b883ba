#!/usr/bin/env python3
"""Prints the CPU time of `keikaku-read` over PDFs as a multiple of `pdftotext`'s.

    cargo build --release -p keikaku-read --example dump
    tests/compare/cpu.py [--most 1.0] PDF...

User and system time of the child processes, the least of three runs each, taken in turns so that both meet the same load.
Exits with 1 where the ratio over all files is above `--most`.
"""
import argparse
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="+")
    parser.add_argument("--most", type=float, default=1.0)
    parser.add_argument("--dump", default=str(ROOT / "target/release/examples/dump"))
    args = parser.parse_args()
    sums = [0.0, 0.0]
    for pdf in args.pdfs:
        runs = [(cpu([args.dump, pdf]), cpu(["pdftotext", "-q", pdf, "-"])) for _ in range(RUNS)]
        ours, theirs = (min(r[i] for r in runs) for i in (0, 1))
        sums = [sums[0] + ours, sums[1] + theirs]
        print(f"{Path(pdf).name:44} read {ours:7.3f} s  pdftotext {theirs:7.3f} s  ratio {ours / max(theirs, 1e-6):.2f}")
    ratio = sums[0] / max(sums[1], 1e-6)
    print(f"{'all':44} read {sums[0]:7.3f} s  pdftotext {sums[1]:7.3f} s  ratio {ratio:.2f}")
    return int(ratio > args.most)


if __name__ == "__main__":
    sys.exit(main())
