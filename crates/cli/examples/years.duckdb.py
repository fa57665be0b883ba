"""What each plan sets out to reach against its baseline: nested Parquet by SQL, no loading."""
import sys

import duckdb

table = duckdb.sql(f"""
    SELECT p.plan.title AS plan, m.title AS measure, t.indicator, t.baseline.value AS baseline, t.value AS target, t.unit, t.value - t.baseline.value AS change
    FROM '{sys.argv[1]}/parquet/targets.parquet' t
    JOIN '{sys.argv[1]}/parquet/plans.parquet' p USING (plan_id)
    LEFT JOIN '{sys.argv[1]}/parquet/measures.parquet' m ON m.id = t.measure_id
    WHERE t.baseline IS NOT NULL AND t.same_as IS NULL
    ORDER BY plan, t.id
""")
table.df().to_csv(sys.stdout, index=False)
