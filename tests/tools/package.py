"""datapackage.json: valid for frictionless, which finds planted errors, and for the tools of version 1."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

import datapackage

BIN = Path(sys.executable).parent


def validate(folder):
    """Whether `frictionless validate` says VALID, and what it says."""
    done = subprocess.run([BIN / "frictionless", "validate", "datapackage.json", "--json"], cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    kinds = {error["type"] for task in report["tasks"] for error in task["errors"]} | {error["type"] for error in report["errors"]}
    return done.returncode == 0 and report["valid"], kinds


# Errors to be found, each in a row of its own: what to find, in which table, what stands there, what is planted.
PLANTS = [
    ("foreign-key", "amounts", b":m1,", b":m999,"),
    ("primary-key", "amounts", b":a2,", b":a1,"),
    ("type-error", "amounts", b",-0.25,", b",many,"),
    ("constraint-error", "owners", b",department,", b",somebody,"),
]


def planted(work):
    """What frictionless finds when tables are changed: with their hash and length as they were, and without."""
    copy = work / "planted"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(work / "csv", copy)
    for kind, table, before, after in PLANTS:
        path = copy / f"{table}.csv"
        data = path.read_bytes()
        assert before in data, kind
        path.write_bytes(data.replace(before, after, 1))
    yield validate(copy)
    described = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    (copy / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    yield validate(copy)


def check(work):
    for form in ("csv", "jsonl", "parquet"):
        valid, kinds = validate(work / form)
        if not valid:
            raise SystemExit(f"{form}: frictionless finds {kinds}")
    (whole, found), (bare, further) = planted(work)
    missed = {kind for kind, *_ in PLANTS} - further
    if whole or bare or "hash-count" not in found or missed:
        raise SystemExit(f"frictionless finds {found} and {further}; planted were {PLANTS}")
    for form in ("csv", "jsonl", "parquet"):
        package = datapackage.Package(str(work / form / "datapackage.json"))
        if not package.valid:
            raise SystemExit(f"{form}: a tool of version 1 says {package.errors}")
        told = package.descriptor
        if not (told["licenses"] and told["temporal"]["start"] < told["temporal"]["end"] and told["spatial"][0]["name"]):
            raise SystemExit(f"{form}: licence, years or places are missing")
        for resource in package.resources if form == "csv" else []:
            if len(list(resource.read(relations=False))) == 0 and resource.name in ("plans", "measures"):
                raise SystemExit(f"{resource.name}: a tool of version 1 reads no rows")
            if resource.check_relations() is not True:
                raise SystemExit(f"{resource.name}: references that lead nowhere")
    return f"datapackage.json: VALID; {len(PLANTS)} planted errors are found, by hash and by kind; version 1 reads all tables"
