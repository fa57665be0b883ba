"""CSV with pandas, and as bytes: the rows of the JSONL, and nothing that a spreadsheet would calculate or turn into a date."""
import json
import re

import pandas
from records import flat_rows, plain

# What LibreOffice and Excel read as a number, date or time, or calculate.
DANGER = re.compile(r"^[=+\-@\t\r＝＋－＠]|^[\s0-9０-９.,:/+\-()eE%]*[0-9０-９][\s0-9０-９.,:/+\-()eE%]*$")


def same(text, value):
    """Whether a cell holds a value of the JSONL."""
    if value is None or value == []:
        return text == ""
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    if isinstance(value, (int, float)):
        return float(text) == value
    if isinstance(value, list):
        if any(not isinstance(item, str) for item in value):
            return plain(json.loads(text)) == plain(value)
        value = ";".join(value)
    return text == value or (text == f"'{value}" and not DANGER.match(text))


def check(work):
    count = 0
    for name, _, columns, want in flat_rows(work):
        path = work / "csv" / f"{name}.csv"
        data = path.read_bytes()
        if not data.startswith(b"\xef\xbb\xbf") or not data.endswith(b"\r\n"):
            raise SystemExit(f"{path.name}: no byte order mark, or no CRLF at the end")
        have = pandas.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False, lineterminator=None)
        if list(have.columns) != [column for column, _, _ in columns] or len(have) != len(want):
            raise SystemExit(f"{path.name}: {len(have)} rows of {list(have.columns)}, {len(want)} rows expected")
        for number, (row, record) in enumerate(zip(have.to_dict("records"), want), 2):
            for column, value in record.items():
                text = row[column]
                if not same(text, value):
                    raise SystemExit(f"{path.name}, row {number}, {column}: {text!r} where the JSONL has {value!r}")
                if isinstance(value, str) and DANGER.match(text):
                    raise SystemExit(f"{path.name}, row {number}, {column}: {text!r} is no text to a spreadsheet")
                count += 1
    numbers = pandas.read_csv(work / "csv" / "amounts.csv", encoding="utf-8-sig")["value"]
    if not pandas.api.types.is_float_dtype(numbers) or not (numbers < 0).any():
        raise SystemExit(f"amounts.csv: the values are no numbers: {list(numbers)}")
    return f"CSV: {count} cells agree with the JSONL in pandas"
