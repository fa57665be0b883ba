#!/usr/bin/env python3
"""Many files in one run: memory, the second run, and what a second job is worth.

Usage: tests/bench/many.py PROGRAM [FILES]     (2000 files without FILES)

Makes copies of the corpora's plans under other names, each with a comment or blanks of its own at its end, and prints

  memory   resident MiB of the run and its workers, medians of windows of 100 files from the 200th on, and how far they lie apart
  again    seconds of a second, unchanged run, and the files it wrote
  jobs     how many times faster 2 jobs are than 1, by the clock and by CPU; on a machine with other work only the CPU says something

and ends with 1 if a bound of the project is missed: memory within 10 %, 2 seconds and no file, 1.8 times.
"""
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

CORPORA = pathlib.Path(__file__).resolve().parents[2] / "corpora" / "plans"
SPREAD, SECONDS, TIMES = 0.10, 2.0, 1.8
FROM, WINDOW = 200, 100


def copies(folder, count):
    plans = sorted(p for p in CORPORA.glob("*/*") if p.suffix in (".pdf", ".txt"))
    folder.mkdir()
    for i in range(count):
        plan = plans[i % len(plans)]
        own = f"\n% {i}\n" if plan.suffix == ".pdf" else "\n" + " " * i + "\n"
        (folder / f"{i:05}-{plan.name}").write_bytes(plan.read_bytes() + own.encode())


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += task.read_text().split()
        except OSError:
            pass
    return found


def resident(pid):
    """MiB of a process; 0 once it is gone."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def run(program, folder, out, jobs):
    """A run: seconds by the clock, seconds of CPU, and MiB of run and workers after each file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    args = [program, "convert", folder, "-o", out, "--jobs", str(jobs), "--log-format", "json"]
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    samples = []
    for line in process.stderr:
        if json.loads(line)["event"] in ("done", "quarantined"):
            samples.append((resident(process.pid), sum(map(resident, children(process.pid)))))
    if process.wait() > 1:
        sys.exit(f"the run ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begun, cpu, samples


def windows(values):
    values = values[FROM:]
    return [statistics.median(values[i : i + WINDOW]) for i in range(0, max(1, len(values) - WINDOW + 1), WINDOW)]


def spread(values):
    """How far the lowest and the highest lie from the middle of all, as a share of it."""
    middle = statistics.median(values)
    return max(max(values) - middle, middle - min(values)) / middle


def written(out, since):
    return [p for p in pathlib.Path(out).rglob("*") if p.lstat().st_mtime_ns > since]


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        copies(folder / "in", count)
        one = run(program, folder / "in", folder / "one", 1)
        two = run(program, folder / "in", folder / "two", 2)
        both = windows([run + workers for run, workers in two[2]])
        alone = windows([run for run, _ in two[2]])
        now = time.time_ns()
        again = run(program, folder / "in", folder / "two", 2)[0]
        files = written(folder / "two", now)
    times = one[0] / two[0]
    print(f"memory  {statistics.median(both):.0f} MiB with workers, ±{spread(both):.1%} from file {FROM} on; "
          f"the run alone {alone[0]:.0f} to {alone[-1]:.0f} MiB")
    print(f"again   {again:.2f} s, {len(files)} files written")
    print(f"jobs    {times:.2f} times by the clock ({one[0]:.1f} s, {two[0]:.1f} s), "
          f"CPU {one[1]:.1f} s and {two[1]:.1f} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    good = spread(both) <= SPREAD and again < SECONDS and not files and times >= TIMES
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
