"""Figures to reach by fiscal year and unit. A figure printed once for several measures (same_as) and a part of another (within_id) are left out."""
import sys

import pandas as pd

targets = pd.read_parquet(f"{sys.argv[1]}/parquet/targets.parquet")
once = targets[targets.same_as.isna() & targets.within_id.isna()].copy()
once["fiscal_year"] = once.fiscal_years.map(lambda years: None if years is None else years[-1]).astype("Int64")
table = once.groupby(["fiscal_year", "unit"], dropna=False).agg(targets=("value", "size"), total=("value", "sum"))
table.reset_index().to_csv(sys.stdout, index=False)
