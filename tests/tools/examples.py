"""The examples run over the exports, and what they print agrees with the JSONL."""
import csv
import io
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from records import rows

EXAMPLES = Path(__file__).resolve().parents[2] / "crates/cli/examples"


def printed(work, name, program=sys.executable):
    done = subprocess.run([program, EXAMPLES / name, work], capture_output=True, text=True, check=False, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def equal(name, have, want):
    if have != want or not want:
        raise SystemExit(f"{name}: {have} where the JSONL has {want}")


def number(text):
    return float(text) if text else None


def figures(targets):
    """Count and sum of each printed figure once, by year and unit."""
    found = defaultdict(lambda: [0, 0.0])
    for t in targets:
        if t["same_as"] is None and t["within_id"] is None:
            group = found[(t["fiscal_years"] or [None, None])[1], t["unit"]]
            group[0] += 1
            group[1] += t["value"]
    return {key: (count, round(total, 6)) for key, (count, total) in found.items()}


def statements():
    text = (EXAMPLES / "dashboard.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [statement.strip() for statement in "\n".join(lines).split(";") if statement.strip()]


def statuses(measures):
    return Counter((m["plan_id"], m["status"] or "none") for m in measures if not m["is_repeat"])


def check(work):
    targets, owners, measures = (rows(work, name) for name in ("targets", "owners", "measures"))
    titles = {p["plan_id"]: p["plan"]["title"] for p in rows(work, "plans")}

    have = {(number(r["fiscal_year"]), r["unit"] or None): (int(r["targets"]), round(float(r["total"]), 6)) for r in printed(work, "targets.pandas.py")}
    equal("targets.pandas.py", have, figures(targets))

    have = Counter({(r["title"], r["name"], r["kind"]): int(r["measures"]) for r in printed(work, "owners.polars.py")})
    charges = {(o["measure_id"], titles[o["plan_id"]], o["name"], o["kind"]) for o in owners}
    equal("owners.polars.py", have, Counter(charge[1:] for charge in charges))

    have = Counter((number(r["baseline"]), number(r["target"]), round(float(r["change"]), 6)) for r in printed(work, "years.duckdb.py"))
    based = [t for t in targets if t["baseline"] and t["same_as"] is None]
    equal("years.duckdb.py", have, Counter((float(t["baseline"]["value"]), float(t["value"]), round(t["value"] - t["baseline"]["value"], 6)) for t in based))

    base = sqlite3.connect(f"file:{work / 'plans.sqlite'}?mode=ro", uri=True)
    answers = [base.execute(statement).fetchall() for statement in statements()]
    equal("dashboard.sql, plans", sum(row[5] for row in answers[0]), len(measures))
    equal("dashboard.sql, figures", {row[:2]: (row[2], round(row[3], 6)) for row in answers[1]}, figures(targets))
    equal("dashboard.sql, statuses", sum(row[2] for row in answers[4]), len(measures))
    idle = {m["id"] for m in measures if m["repeat_of"] is None} - {o["measure_id"] for o in owners}
    equal("dashboard.sql, measures without owner", len(answers[5]), len(idle))

    looked = "R is not installed: its types were looked at instead"
    if shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(arrow); library(dplyr)"], capture_output=True, check=False).returncode == 0:
        have = Counter({(r["plan_id"], r["status"]): int(r["measures"]) for r in printed(work, "statuses.R", "Rscript")})
        equal("statuses.R", have, statuses(measures))
        looked = "R's too"
    return f"examples: 3 scripts and {len(answers)} statements agree with the JSONL; {looked}"
