"""Who is in charge of most measures, over all plans."""
import sys

import polars as pl

owners = pl.scan_parquet(f"{sys.argv[1]}/parquet/owners.parquet")
plans = pl.scan_parquet(f"{sys.argv[1]}/parquet/plans.parquet").select("plan_id", title=pl.col("plan").struct.field("title"))
table = (
    owners.join(plans, on="plan_id")
    .group_by("title", "name", "kind")
    .agg(measures=pl.col("measure_id").n_unique())
    .sort("measures", "title", "name", descending=[True, False, False])
)
print(table.collect().write_csv(), end="")
