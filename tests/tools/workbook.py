"""XLSX with openpyxl and LibreOffice: values, types, links, notes and frozen headers; the sheets agree with the JSONL."""
import csv
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import odd
import openpyxl
from openpyxl.utils.escape import unescape
from records import flat_rows

CELL = 32_767
DATED = {"published": True, "revised": True, "date": True}
# Comma, quote, UTF-8, from row 1, as shown, all sheets (-1), each to a file of its own.
EVERY_SHEET = 'csv:"Text - txt - csv (StarCalc)":44,34,76,1,,0,false,true,true,false,false,-1'


def expected(column, value):
    """A value as a sheet has it."""
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return ";".join(value)
    if column in DATED and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value):
        return datetime.fromisoformat(value if len(value) == 10 else f"{value}-01")
    return value


def corrected(cell, marks):
    return all(mark["who"] in cell and mark["before"] in cell for mark in marks) if marks else cell is None


def table(sheet, columns, want):
    """Checks a sheet; gives its cells' number."""
    shown = [c for c in columns if c[0] not in ("spans", "text_spans")]
    name = sheet.title
    heads = [cell for cell in sheet[1]][: len(shown)]
    if [cell.value for cell in heads] != [title for _, _, title in shown]:
        raise SystemExit(f"{name}: the header is {[cell.value for cell in heads]}")
    for cell, (column, _, _) in zip(heads, shown):
        if not cell.comment or cell.comment.text.split("\n")[0] != column or not cell.font.bold:
            raise SystemExit(f"{name}: the note at {cell.value} does not name {column}")
    if sheet.freeze_panes != "A2" or not sheet.auto_filter.ref.startswith("A1:") or sheet.column_dimensions["B"].width < 9:
        raise SystemExit(f"{name}: no frozen header, filter or widths")
    if sheet.max_row - 1 != len(want):
        raise SystemExit(f"{name}: {sheet.max_row - 1} rows where the JSONL has {len(want)}")
    for number, record in enumerate(want, 2):
        for at, (column, _, _) in enumerate(shown, 1):
            cell, value = sheet.cell(number, at), record[column]
            if column == "corrected_by":
                right = corrected(cell.value, value)
            elif isinstance(value, str) and len(value) > CELL:
                right = cell.value.endswith("…（以下略）") and len(cell.value) <= CELL and value.startswith(cell.value[:1000])
            else:
                # Excel reads _x000D_ as a carriage return; openpyxl leaves that to its caller.
                have = unescape(cell.value) if isinstance(cell.value, str) else cell.value
                right = (have or None) == (expected(column, value) or None) if value != 0 else have == 0
                right = right and (isinstance(value, bool) or cell.data_type != "b") and cell.data_type != "f"
            if not right:
                raise SystemExit(f"{name}!{cell.coordinate} ({column}): {cell.value!r} where the JSONL has {value!r}")
            if isinstance(cell.value, datetime) and cell.number_format != ("yyyy-mm-dd" if len(value) == 10 else "yyyy-mm"):
                raise SystemExit(f"{name}!{cell.coordinate}: {value} is shown as {cell.number_format}")
    return len(want) * len(shown)


def links(book, measures):
    """Every measure's link leads to its targets."""
    sheet, targets, count = book["施策"], book["目標"], 0
    at = next(cell.column for cell in sheet[1] if cell.value == "目標へ")
    owner = next(cell.column for cell in targets[1] if cell.comment and cell.comment.text.startswith("measure_id"))
    of = [targets.cell(row, owner).value for row in range(2, targets.max_row + 1)]
    for number, measure in enumerate(measures, 2):
        cell, figures = sheet.cell(number, at), of.count(measure["id"])
        if not figures:
            assert cell.value is None, cell.coordinate
            continue
        place = re.fullmatch(r"'目標'!A(\d+)(?::A(\d+))?", cell.hyperlink.location)
        first = int(place[1])
        rows = range(first, int(place[2] or first) + 1)
        if cell.value != f"{figures}件" or any(of[row - 2] != measure["id"] for row in rows):
            raise SystemExit(f"施策!{cell.coordinate}: {cell.value} leads to {cell.hyperlink.location}")
        count += 1
    return count


def with_libreoffice(path, want):
    """Converts the workbook with LibreOffice, and holds ids and figures of every sheet against the JSONL."""
    with tempfile.TemporaryDirectory() as folder:
        run = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", EVERY_SHEET.replace('"', ""), "--outdir", folder, path]
        subprocess.run(run, check=True, capture_output=True, timeout=300)
        for name, title, columns, records in want:
            with open(Path(folder) / f"{path.stem}-{title}.csv", encoding="utf-8", newline="") as file:
                have = list(csv.DictReader(file))
            titles = {column: shown for column, _, shown in columns}
            if len(have) != len(records):
                raise SystemExit(f"LibreOffice: {title} has {len(have)} rows, not {len(records)}")
            for number, (row, record) in enumerate(zip(have, records), 2):
                for column, value in record.items():
                    text = row.get(titles[column])
                    if column in ("id", "plan_id", "title", "unit", "quote") and isinstance(value, str):
                        right = text.split() == value.split()
                    elif column in ("value", "ordinal") and isinstance(value, (int, float)):
                        right = float(text) == float(value)
                    elif column in DATED and isinstance(value, str):
                        right = text == value
                    else:
                        continue
                    if not right:
                        raise SystemExit(f"LibreOffice: {title}, row {number}, {column}: {text!r} where the JSONL has {value!r}")


def check(work, told):
    path, want = work / "plans.xlsx", list(flat_rows(work))
    if "1 texts are longer" not in told:
        raise SystemExit(f"nothing was said of the text of {len(odd.LONG)} characters: {told}")
    book = openpyxl.load_workbook(path)
    if book.sheetnames != ["はじめに", *(title for _, title, _, _ in want)]:
        raise SystemExit(f"the sheets are {book.sheetnames}")
    first = {row[0].value: row[1].value for row in book["はじめに"].iter_rows(min_row=5) if row[0].value}
    if first != {title: len(records) for _, title, _, records in want} or "1件は" not in " ".join(str(c.value) for c in book["はじめに"]["C"]):
        raise SystemExit(f"the first sheet says {first}")
    cells = sum(table(book[title], columns, records) for _, title, columns, records in want)
    linked = links(book, next(records for name, _, _, records in want if name == "measures"))
    if not linked:
        raise SystemExit("no measure leads to its targets")
    libre = "LibreOffice is not installed: not looked at"
    if shutil.which("soffice"):
        with_libreoffice(path, want)
        libre = "LibreOffice reads the same"
    return f"XLSX: {cells} cells and {linked} links agree with the JSONL in openpyxl; {libre}"
