#!/usr/bin/env python3
"""Damages the PDFs of folders in many ways and lets the program convert what is left of them.

    tests/soak/run.py PROGRAM FOLDER... [--mutants 5000] [--seed 1] [--keep DIR]

Each mutant is a PDF with flipped bits, cut, with objects swapped, with numbers changed, or with a piece of another file in it. It is made
from its number and the seed alone, so that one can be made again. Mutants are converted in runs of many. It fails where a run does not end
as it should, a mutant has no entry in its report, a worker was lost to anything but time or memory, a mutant took longer than it
may, or a quarantined one has no code; such mutants are kept in DIR.
"""
import argparse
import collections
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

# Mutants of one run: many enough that starting it costs nothing, few enough that a finding is soon seen.
BATCH = 100
# Seconds that a mutant may take, and what a whole run may take beside that.
LONGEST = 20
# Codes of workers that were lost as they may be: told apart and within their limits.
LIMITED = {"worker-timeout", "worker-memory"}
BROKEN = {"worker-aborted", "worker-unavailable", "internal"}
STATUSES = {"ok", "warned", "failed", "skipped"}


def flip_bits(data, chance, _):
    for _ in range(chance.choice([1, 3, 10, 100, 1000])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def cut_end(data, chance, _):
    return data[: chance.randrange(1, len(data))]


def cut_out(data, chance, _):
    start = chance.randrange(len(data))
    del data[start : start + chance.choice([1, 10, 1000, 50_000])]
    return data


def swap_objects(data, chance, _):
    numbers = [m.span(1) for m in re.finditer(rb"(?m)^(\d+) 0 obj", data)] or [m.span(1) for m in re.finditer(rb"(\d+) 0 R", data)]
    for _ in range(chance.choice([1, 2, 5]) if len(numbers) > 1 else 0):
        (a0, a1), (b0, b1) = chance.sample(numbers, 2)
        one, other = bytes(data[a0:a1]), bytes(data[b0:b1])
        if len(one) == len(other):
            data[a0:a1], data[b0:b1] = other, one
    return data


def change_numbers(data, chance, _):
    numbers = [m.span() for m in re.finditer(rb"(?<=[ \[/a-zA-Z])-?\d+(?=[ \]/\r\n>])", data)]
    for start, end in chance.sample(numbers, min(len(numbers), chance.choice([1, 3, 10]))):
        value = chance.choice([b"0", b"-1", b"9" * (end - start), b"2147483648", b"99999999999999999999"])
        data[start:end] = value.ljust(end - start)[: max(end - start, 1)]
    return data


def transplant(data, chance, other):
    length = chance.choice([10, 1000, 20_000])
    start, to = chance.randrange(len(other)), chance.randrange(len(data))
    data[to : to + length] = other[start : start + length]
    return data


def repeat(data, chance, _):
    start, length = chance.randrange(len(data)), chance.choice([10, 1000, 20_000])
    return data[:start] + data[start : start + length] * chance.choice([2, 20]) + data[start + length :]


MUTATIONS = [flip_bits, cut_end, cut_out, swap_objects, change_numbers, transplant, repeat]


def unpacked(path):
    """The PDF with nothing compressed; nothing where it can't be read at all."""
    try:
        with pikepdf.open(path) as pdf:
            out = io.BytesIO()
            pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True,
                     stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
            return [out.getvalue()]
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return []


def mutant(seeds, seed, number):
    chance = random.Random(f"{seed}/{number}")
    data = bytearray(chance.choice(seeds))
    for mutation in chance.choices(MUTATIONS, k=chance.choice([1, 1, 2, 4])):
        if len(data) > 1:
            data = mutation(data, chance, chance.choice(seeds))
    return bytes(data)


def convert(program, folder, out, jobs):
    """The run's problems, and what became of each file."""
    files = sorted(folder.iterdir())
    command = [program, "convert", str(folder), "-o", str(out), "--jobs", str(jobs), "--timeout", str(LONGEST), "--formats", "json"]
    try:
        # A mutant that is lost is tried twice.
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120 + 2 * LONGEST * len(files))
    except subprocess.TimeoutExpired:
        return {None: "the run hangs"}, {}
    if ended.returncode not in (0, 1):
        return {None: f"the run ended with {ended.returncode}: {ended.stderr[-2000:]}"}, {}
    entries = {Path(f["input"]).name: f for f in json.loads((out / "run.json").read_text())["files"]}
    return {f: problem for f in files if (problem := wrong(entries.get(f.name), out))}, entries


def wrong(entry, out):
    """What is wrong with what became of a mutant."""
    if entry is None:
        return "it is not in the report"
    code = entry.get("code")
    if entry["status"] not in STATUSES:
        return f"unknown status {entry['status']}"
    if entry["status"] in ("failed", "skipped") and not code:
        return "it was not converted, and no code says why"
    if code in BROKEN:
        return f"{code}: {entry.get('message')} {entry.get('last_words', '')}"
    if code in LIMITED:
        return f"{code}: the limits inside did not hold"
    if entry["status"] == "failed" and not list((out / "quarantine").glob(f"*{entry['input'].rsplit('/', 1)[-1]}*")):
        return f"{code}: it is not in quarantine"
    if entry.get("seconds", 0) > LONGEST:
        return f"it took {entry['seconds']} s"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--mutants", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("target/soak"), help="folder for mutants that make a problem")
    args = parser.parse_args()
    files = [p for folder in args.folders for p in sorted(folder.rglob("*.pdf")) if p.stat().st_size]
    seeds = [seed for p in files for seed in [p.read_bytes(), *unpacked(p)]]
    tally, slowest, problems, begun = collections.Counter(), 0.0, 0, time.time()
    for start in range(args.first, args.first + args.mutants, BATCH):
        with tempfile.TemporaryDirectory() as scratch:
            folder, out = Path(scratch, "in"), Path(scratch, "out")
            folder.mkdir()
            for number in range(start, min(start + BATCH, args.first + args.mutants)):
                (folder / f"{number:06}.pdf").write_bytes(mutant(seeds, args.seed, number))
            found, entries = convert(args.program, folder, out, args.jobs)
            for entry in entries.values():
                tally[entry.get("code") or entry["status"]] += 1
                slowest = max(slowest, entry.get("seconds", 0))
            for file, problem in found.items():
                problems += 1
                print(f"seed {args.seed}, mutants from {start}: {file.name if file else 'all'}: {problem}", flush=True)
                args.keep.mkdir(parents=True, exist_ok=True)
                for source in [file] if file else folder.iterdir():
                    (args.keep / source.name).write_bytes(source.read_bytes())
    print(f"{sum(tally.values())} mutants in {time.time() - begun:.0f} s, slowest {slowest:.1f} s: {dict(tally.most_common())}")
    print(f"{problems} problems" + (f"; see {args.keep}" if problems else ""))
    return int(problems > 0 or sum(tally.values()) != args.mutants)


if __name__ == "__main__":
    sys.exit(main())
