"""A plan document whose records are as odd as the schema allows, made of a frozen one; and overrides for it."""
import json
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "schemas/samples/1/shiokaze-cci-2024.88df899e.json"
PLAN = "0123456789abcdef"
LONG = "長" * 40_000
FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@A1", "\t=1", "\r=1", "＝HYPERLINK(A1)", "-5", "011002", "2024-04", "1,2", '"引用"、と\n改行', "１－２", "'"]


def document():
    text = SAMPLE.read_text(encoding="utf-8").replace("88df899e4e712628", PLAN)
    made = json.loads(text)
    made["source"].update(file_name="odd.txt", sha256=PLAN + "0" * 48)
    made["plan"]["issuer"]["lg_code"] = "011002"
    for measure, title in zip(made["measures"], FORMULAS):
        measure["title"] = title
    first = made["measures"][0]
    made["sections"][0]["text"] = LONG
    spans = first["spans"]
    made["amounts"] = [
        {"id": f"{PLAN}:a{n}", "measure_id": first["id"], "label": "増減", "value": value, "unit": "円", "quote": quote, "fiscal_year": 2024, "spans": spans}
        for n, (value, quote) in enumerate([(-1_200_000, "△1,200千円"), (0.5, "0.5"), (-0.25, "-0.25"), (123_456_789_012, "1,234億")], 1)
    ]
    return made


def write(work):
    """Writes the document among the others; gives the overrides' file."""
    (work / "plans" / "odd.01234567.json").write_text(json.dumps(document(), ensure_ascii=False), encoding="utf-8")
    lines = [
        {"record": f"{PLAN}:a2", "quote": "0.5", "field": "value", "value": -0.75},
        {"plan": "odd.txt", "kind": "plan", "field": "published", "value": {"date": "2024-03-28", "quote": "=TODAY()"}},
        {"record": f"{PLAN}:a99", "field": "value", "value": 1},
    ]
    file = work / "overrides.jsonl"
    signed = [json.dumps({**line, "who": "=編集係", "why": "正誤表", "date": "2026-05-01"}, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(signed), encoding="utf-8")
    return file
