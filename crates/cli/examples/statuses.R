# New, expanded and continued measures of each plan.
library(arrow)
library(dplyr)

out <- commandArgs(trailingOnly = TRUE)[1]
measures <- read_parquet(file.path(out, "parquet", "measures.parquet"))
table <- measures |>
  filter(!is_repeat) |>
  count(plan_id, status = coalesce(status, "none"), name = "measures") |>
  arrange(plan_id, status)
write.csv(table, row.names = FALSE)
