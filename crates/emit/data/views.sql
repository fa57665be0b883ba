-- Figures that the plans set out to reach, by unit and the fiscal year they are for. A figure printed once for several measures (same_as) and a figure within another (within_id) are left out, so that nothing is counted twice.
CREATE VIEW targets_by_year AS
SELECT t.plan_id, p.title AS plan, t.last_fiscal_year AS fiscal_year, t.unit, count(*) AS targets, sum(t.value) AS total
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE t.same_as IS NULL AND t.within_id IS NULL
GROUP BY t.plan_id, p.title, t.last_fiscal_year, t.unit;

-- How many measures each body is in charge of; a measure with two owners counts with both.
CREATE VIEW measures_by_owner AS
SELECT o.plan_id, p.title AS plan, o.name AS owner, o.kind, count(DISTINCT o.measure_id) AS measures
FROM owners o JOIN plans p ON p.plan_id = o.plan_id
GROUP BY o.plan_id, p.title, o.name, o.kind;

-- Dated steps by month. Ranges count in their first month; half-years and fiscal years have no month and are left out.
CREATE VIEW milestones_by_month AS
SELECT s.plan_id, p.title AS plan, substr(s.date, 1, 7) AS month, count(*) AS milestones
FROM milestones s JOIN plans p ON p.plan_id = s.plan_id
WHERE s.date NOT LIKE 'FY%' AND s.date NOT LIKE '%-H%'
GROUP BY s.plan_id, p.title, substr(s.date, 1, 7);

-- Measures by status; none where the plan says nothing.
CREATE VIEW measures_by_status AS
SELECT m.plan_id, p.title AS plan, coalesce(m.status, 'none') AS status, count(*) AS measures
FROM measures m JOIN plans p ON p.plan_id = m.plan_id
GROUP BY m.plan_id, p.title, coalesce(m.status, 'none');

-- One row for each plan: who published it, its years, and how much it holds; doubts are diagnostics that are more than notes.
CREATE VIEW plans_side_by_side AS
SELECT p.plan_id, p.title, p.issuer, p.prefecture, p.first_fiscal_year, p.last_fiscal_year,
  (SELECT count(*) FROM sections s WHERE s.plan_id = p.plan_id) AS sections,
  (SELECT count(*) FROM measures m WHERE m.plan_id = p.plan_id) AS measures,
  (SELECT count(*) FROM owners o WHERE o.plan_id = p.plan_id) AS owners,
  (SELECT count(*) FROM targets t WHERE t.plan_id = p.plan_id AND t.same_as IS NULL) AS targets,
  (SELECT count(*) FROM milestones s WHERE s.plan_id = p.plan_id) AS milestones,
  (SELECT sum(a.value) FROM amounts a WHERE a.plan_id = p.plan_id) AS amount,
  (SELECT count(*) FROM diagnostics d WHERE d.plan_id = p.plan_id AND d.severity <> 'info') AS doubts
FROM plans p;
