"""The rows of the JSONL, nested and as flat columns: what every other form is held against."""
import json
import tomllib
from pathlib import Path

COLUMNS = Path(__file__).resolve().parents[2] / "crates/emit/data/columns.toml"


def flat_tables():
    """Name, title and columns (name, pointer, title) of each flat table, in order."""
    tables = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))["table"]
    return [(t["name"], t["title"], [column[:3] for column in t["columns"]]) for t in tables]


def rows(work, table):
    with open(work / "jsonl" / f"{table}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plain(value):
    """A value as every reader gives it: without members that are null, numbers as numbers."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def at(record, pointer):
    for step in pointer.split("/")[1:]:
        if isinstance(record, list):
            record = record[int(step)] if int(step) < len(record) else None
        else:
            record = record.get(step) if isinstance(record, dict) else None
    return record


def flat_rows(work):
    """For each flat table its rows as dicts by column; values as in the JSONL, lists whole."""
    for name, title, columns in flat_tables():
        found = []
        for plan, group in grouped(work, "tables" if name == "cells" else name):
            records = [(t["id"], cell) for t in group for cell in t["cells"]] if name == "cells" else [(None, r) for r in group]
            for ordinal, (table, record) in enumerate(records, 1):
                special = {"@plan": plan, "@table": table, "@ordinal": ordinal}
                if name == "plans":
                    special["/id"] = plan
                found.append({column: special[p] if p in special else at(record, p) for column, p, _ in columns})
        yield name, title, columns, found


def grouped(work, table):
    groups = {}
    for row in rows(work, table):
        groups.setdefault(row["plan_id"], []).append(row)
    return groups.items()


def agree(what, have, want):
    """Fails with the first row that differs."""
    if len(have) != len(want):
        raise SystemExit(f"{what}: {len(have)} rows where the JSONL has {len(want)}")
    for number, (one, other) in enumerate(zip(have, want), 1):
        if one != other:
            keys = [k for k in {**one, **other} if one.get(k) != other.get(k)]
            raise SystemExit(f"{what}, row {number}: {({k: one.get(k) for k in keys})} where the JSONL has {({k: other.get(k) for k in keys})}")
    return len(have)
