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


def planted(work, table, change):
    """What frictionless finds when the bytes of a table are changed, its hash and length with them or not."""
    copy = work / "planted"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(work / "csv", copy)
    path = copy / f"{table}.csv"
    before = path.read_bytes()
    after = change(before)
    assert after != before, table
    path.write_bytes(after)
    described = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    yield validate(copy)
    for resource in described["resources"]:
        if resource["name"] == table:
            del resource["hash"], resource["bytes"]
    (copy / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    yield validate(copy)


def check(work):
    valid, kinds = validate(work / "csv")
    if not valid:
        raise SystemExit(f"frictionless finds {kinds}")
    plants = {
        "type-error": ("amounts", lambda b: b.replace(b",-0.75,", b",many,", 1)),
        "foreign-key": ("amounts", lambda b: b.replace(b":m1,", b":m999,", 1)),
        "primary-key": ("amounts", lambda b: b.replace(b":a2,", b":a1,", 1)),
        "constraint-error": ("owners", lambda b: b.replace(b",department,", b",somebody,", 1)),
    }
    for kind, (table, change) in plants.items():
        (whole, found), (bare, further) = planted(work, table, change)
        if whole or bare or "hash-count" not in found or kind not in further:
            raise SystemExit(f"frictionless finds {found} and {further} where {kind} was planted in {table}")
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
    return f"datapackage.json: VALID; {len(plants)} planted errors are found, by hash and by kind; version 1 reads all tables"
