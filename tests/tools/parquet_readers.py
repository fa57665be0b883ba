"""Parquet with pyarrow, polars, DuckDB and pandas: each reads the rows of the JSONL."""
import duckdb
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet
from records import agree, plain, rows

# What R's arrow turns into vectors, lists and data frames without options; 64-bit integers come as integer where they fit.
R_TYPES = (pyarrow.types.is_string, pyarrow.types.is_int64, pyarrow.types.is_float64, pyarrow.types.is_boolean)


def with_duckdb(path):
    table = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


def with_pandas(path):
    def value(v):
        if isinstance(v, numpy.ndarray):
            return [value(one) for one in v]
        if isinstance(v, dict):
            return {key: value(one) for key, one in v.items()}
        v = v.item() if isinstance(v, numpy.generic) else v
        return None if v is pandas.NA or v != v else v

    return [{key: value(v) for key, v in row.items()} for row in pandas.read_parquet(path).to_dict("records")]


READERS = {
    "pyarrow": lambda path: pyarrow.parquet.read_table(path).to_pylist(),
    "polars": lambda path: polars.read_parquet(path).to_dicts(),
    "DuckDB": with_duckdb,
    "pandas": with_pandas,
}


def for_r(name, kind):
    if pyarrow.types.is_struct(kind):
        for field in kind:
            for_r(f"{name}.{field.name}", field.type)
    elif pyarrow.types.is_list(kind):
        for_r(f"{name}[]", kind.value_type)
    elif not any(is_it(kind) for is_it in R_TYPES):
        raise SystemExit(f"{name}: {kind} is no type that R's arrow reads without options")


def check(work):
    files = sorted((work / "parquet").glob("*.parquet"))
    count = 0
    for path in files:
        want = sorted(rows(work, path.stem), key=lambda row: row["plan_id"])
        for reader, read in READERS.items():
            count += agree(f"{path.name} by {reader}", [plain(row) for row in read(path)], [plain(row) for row in want])
        file = pyarrow.parquet.ParquetFile(path)
        for field in file.schema_arrow:
            for_r(f"{path.stem}.{field.name}", field.type)
        codecs = {file.metadata.row_group(g).column(c).compression for g in range(file.num_row_groups) for c in range(file.metadata.num_columns)}
        if codecs - {"ZSTD"}:
            raise SystemExit(f"{path.name}: compressed with {codecs}")
    if not count:
        raise SystemExit("Parquet: no rows")
    return f"Parquet: {count} rows of {len(files)} tables agree with the JSONL in {', '.join(READERS)}; their types are R's too"
