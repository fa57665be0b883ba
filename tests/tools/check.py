#!/usr/bin/env python3
"""Reads what keikaku exports with the programs that people use, and holds it against the JSONL, row for row.

    check.py KEIKAKU OUT WORK

KEIKAKU is the program, OUT a folder that `keikaku convert` filled, WORK a folder that may be replaced. The plan documents of OUT are
exported to WORK in every form, together with one whose records are as odd as the schema allows (odd.py): formulas, codes, negative
figures, texts longer than a cell takes, and a correction by hand.
"""
import shutil
import subprocess
import sys
import time
from pathlib import Path

import examples
import odd
import package
import parquet_readers
import spreadsheet_csv
import workbook

FORMS = {"jsonl": "jsonl", "csv": "csv", "parquet": "parquet", "xlsx": "plans.xlsx", "sqlite": "plans.sqlite"}


def main():
    program, out, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(out / "plans", work / "plans")
    overrides = odd.write(work)
    told = {}
    for form, name in FORMS.items():
        run = [program, "export", work / "plans", "--to", form, "-o", work / name, "--overrides", overrides]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"check.py: {form}: {done.stderr}")
        told[form] = done.stderr
    for check in (parquet_readers.check, spreadsheet_csv.check, lambda work: workbook.check(work, told["xlsx"]), package.check, examples.check):
        begun = time.monotonic()
        print(f"{check(work)} ({time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
