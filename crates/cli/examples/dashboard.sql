-- Questions for a dashboard. Each statement runs as it is on SQLite (out/plans.sqlite) and on PostgreSQL (keikaku export --to postgres).

-- Plans at a glance: a table.
SELECT title, issuer, prefecture, first_fiscal_year, last_fiscal_year, measures, targets, milestones, amount, doubts
FROM plans_side_by_side
ORDER BY title;

-- Figures to reach by fiscal year and unit: bars, one colour a unit.
SELECT fiscal_year, unit, sum(targets) AS targets, sum(total) AS total
FROM targets_by_year
GROUP BY fiscal_year, unit
ORDER BY fiscal_year, unit;

-- The twenty bodies in charge of most measures: bars.
SELECT owner, kind, sum(measures) AS measures
FROM measures_by_owner
GROUP BY owner, kind
ORDER BY sum(measures) DESC, owner
LIMIT 20;

-- What falls due by month: a line.
SELECT month, sum(milestones) AS milestones
FROM milestones_by_month
GROUP BY month
ORDER BY month;

-- New, expanded and continued measures of each plan: stacked bars.
SELECT plan, status, measures
FROM measures_by_status
ORDER BY plan, status;

-- Measures that nobody is in charge of: a table to look through.
SELECT p.title AS plan, m.title AS measure, m.page
FROM measures m JOIN plans p ON p.plan_id = m.plan_id
WHERE m.repeat_of IS NULL
  AND NOT EXISTS (SELECT 1 FROM owners o WHERE o.measure_id = m.id)
ORDER BY p.title, m.ordinal;

-- What people corrected: a table.
SELECT p.title AS plan, t.quote, t.value, t.unit, t.corrected_by
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE t.corrected_by IS NOT NULL
ORDER BY p.title, t.id;
