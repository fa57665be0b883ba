#!/usr/bin/env python3
"""Exports of 100,000 measures: seconds and memory for each form.

Usage: tests/bench/export.py PROGRAM PLANS_DIR [MEASURES] [--postgres URL] [--only FORM,…]

Takes the plan documents of PLANS_DIR (`keikaku convert corpora/plans -o out`) over and over under other ids, and prints for each form

  seconds   by the clock, and of CPU; on a machine with other work only the CPU says something
  MiB       the most that was resident
  MB        what came out

and ends with 1 if a form takes more than 30 seconds or 500 MB. The database of --postgres loses its schema keikaku.
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SECONDS, MEGABYTES = 30.0, 500.0
FORMS = {"jsonl": "jsonl", "csv": "csv", "parquet": "parquet", "xlsx": "plans.xlsx", "sqlite": "plans.sqlite"}


def multiplied(plans, folder, measures):
    """Plan documents with as many measures, and how many those are."""
    documents = [(path, path.read_text(encoding="utf-8")) for path in sorted((plans / "plans").glob("*.json"))]
    counts = [len(json.loads(text)["measures"]) for _, text in documents]
    folder.mkdir()
    made = copies = 0
    while made < measures:
        path, text = documents[copies % len(documents)]
        document = json.loads(text[: text.index('"plan":')].rstrip().rstrip(",") + "}")
        sha256 = hashlib.sha256(f"{copies} {document['source']['sha256']}".encode()).hexdigest()
        text = text.replace(document["source"]["sha256"], sha256).replace(document["id"], sha256[:16])
        (folder / f"{copies:06}-{path.stem.rsplit('.', 1)[0]}.{sha256[:8]}.json").write_text(text, encoding="utf-8")
        made += counts[copies % len(documents)]
        copies += 1
    return made, copies


def size(path):
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def measured(command):
    """Seconds by the clock and of CPU, and the most resident MiB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command}: {said.decode()}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("plans", type=pathlib.Path)
    parser.add_argument("measures", nargs="?", type=int, default=100_000)
    parser.add_argument("--postgres")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="keikaku-bench-"))
    missed = []
    try:
        made, copies = multiplied(options.plans, work / "plans", options.measures)
        print(f"{made} measures in {copies} plan documents, {size(work / 'plans'):.0f} MB")
        runs = [(form, ["--to", form, "-o", str(work / name)], work / name) for form, name in FORMS.items()]
        if options.postgres:
            subprocess.run(["psql", "-q", options.postgres, "-c", "DROP SCHEMA IF EXISTS keikaku CASCADE"], check=True)
            runs += [(name, ["--to", options.postgres], None) for name in ("postgres", "postgres again")]
        only = set(filter(None, options.only.split(",")))
        for form, arguments, out in runs:
            if only and form not in only:
                continue
            clock, cpu, memory = measured([options.program, "export", str(work / "plans"), *arguments])
            came = f"{size(out):8.0f} MB" if out else ""
            print(f"{form:15} {clock:6.1f} s {cpu:6.1f} s CPU {memory:6.0f} MiB {came}", flush=True)
            if clock > SECONDS or memory * 1.048576 > MEGABYTES:
                missed.append(form)
    finally:
        shutil.rmtree(work)
    if missed:
        sys.exit(f"beyond {SECONDS:.0f} s or {MEGABYTES:.0f} MB: {', '.join(missed)}")


if __name__ == "__main__":
    main()
