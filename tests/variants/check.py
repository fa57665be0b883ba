#!/usr/bin/env python3
"""Holds the records of each variant (`make.py`) against those of the plan it was made from.

    check.py [--keep FOLDER] KEIKAKU [NAME...]

KEIKAKU is the built program. One line a variant; exits with 1 where one differs from its base in a record, in a box by more than a
point, or in the diagnostic it must have.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from make import PLANS, make_all

RECORDS = ("sections", "measures", "statements", "owners", "targets", "amounts", "milestones", "tables", "terms")
WITHIN = 1.0  # points


def convert(program, inputs, out):
    run = subprocess.run([program, "convert", *map(str, inputs), "-o", str(out)], capture_output=True, text=True)
    if run.returncode > 1:
        sys.exit(f"check.py: {program} failed: {run.stderr}")
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((out / "plans").glob("*.json"))]
    return {Path(d["source"]["file_name"]).stem: d for d in documents}


def plain(document):
    """What must be the same: the plan and its records, without the ids' prefix; a wave dash is a wave dash."""
    kept = {"plan": document["plan"], **{kind: document.get(kind, []) for kind in RECORDS}}
    text = json.dumps(kept, ensure_ascii=False).replace(document["id"] + ":", "").replace("〜", "～")
    return json.loads(text)


def difference(a, b, path=""):
    """The first difference of two JSON values, as a sentence's end; None where they are the same."""
    if isinstance(a, dict) and isinstance(b, dict):
        pairs = [(k, a.get(k), b.get(k)) for k in sorted({*a, *b})]
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return f"{path}: {len(a)} against {len(b)}"
        pairs = [(i, x, y) for i, (x, y) in enumerate(zip(a, b))]
        if path.endswith("bbox"):
            return None if all(abs(x - y) <= WITHIN for x, y in zip(a, b)) else f"{path}: {a} against {b}"
    else:
        return None if a == b else f"{path}: {a!r} against {b!r}"
    return next((d for k, x, y in pairs if (d := difference(x, y, f"{path}/{k}"))), None)


def fault(variant, base, got):
    """What is wrong with a variant's plan document; None where nothing is."""
    if got is None:
        return None if variant.refused and not variant.says else "was not converted"
    if variant.refused:
        told = {s["page"] for d in got["diagnostics"] if d["code"] in variant.says for s in d["spans"]}
        quiet = sorted(set(range(1, got["source"]["pages"] + 1)) - told)
        if quiet:
            return f"says nothing of page {quiet[0]}"
        found = [kind for kind in RECORDS if got.get(kind)]
        if found:
            return f"gives {', '.join(found)} although its text can't be read"
    elif variant.records:
        differs = difference(plain(base), plain(got))
        if differs:
            return differs
    missing = set(variant.says) - {d["code"] for d in got["diagnostics"]}
    if missing:
        return f"lacks the diagnostic {', '.join(sorted(missing))}"
    layer = got["source"]["text_layer"]
    return None if layer == variant.layer else f"its text layer is {layer}, not {variant.layer}"


def verdict(variant, file, wrong):
    if not file:
        return "skipped: its program is not installed"
    return f"DIFFERS {wrong}" if wrong else "ok"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keikaku", type=Path)
    parser.add_argument("--keep", type=Path, help="folder to leave the variants in")
    parser.add_argument("names", nargs="*", help="only these variants")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "variants"
        made = make_all(folder, options.names)
        bases = convert(options.keikaku, [PLANS / name / f"{name}.pdf" for name in sorted({v.base for v, _ in made})], Path(temporary) / "bases")
        got = convert(options.keikaku, [file for _, file in made if file], Path(temporary) / "out")
    bad = 0
    for variant, file in made:
        wrong = fault(variant, bases[variant.base], got.get(variant.name)) if file else None
        bad += wrong is not None
        print(f"{variant.name:28} {verdict(variant, file, wrong)}")
    sys.exit(f"check.py: {bad} of {len(made)} variants differ" if bad else 0)


if __name__ == "__main__":
    main()
