-- Views for dashboards. A figure printed once for several measures (same_as) is counted once.
CREATE VIEW targets_by_year AS
SELECT t.plan_id, p.title AS plan, t.last_fiscal_year AS fiscal_year, t.unit, count(*) AS targets, sum(t.value) AS total
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE t.same_as IS NULL AND t.within_id IS NULL
GROUP BY t.plan_id, p.title, t.last_fiscal_year, t.unit;

CREATE VIEW measures_by_owner AS
SELECT o.plan_id, p.title AS plan, o.name AS owner, o.kind, count(DISTINCT o.measure_id) AS measures
FROM owners o JOIN plans p ON p.plan_id = o.plan_id
GROUP BY o.plan_id, p.title, o.name, o.kind;

-- Ranges count in their first month; half-years and fiscal years have no month.
CREATE VIEW milestones_by_month AS
SELECT s.plan_id, p.title AS plan, substr(s.date, 1, 7) AS month, count(*) AS milestones
FROM milestones s JOIN plans p ON p.plan_id = s.plan_id
WHERE s.date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'
GROUP BY s.plan_id, p.title, substr(s.date, 1, 7);

CREATE VIEW measures_by_status AS
SELECT m.plan_id, p.title AS plan, coalesce(m.status, 'none') AS status, count(*) AS measures
FROM measures m JOIN plans p ON p.plan_id = m.plan_id
GROUP BY m.plan_id, p.title, coalesce(m.status, 'none');

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

-- Where each hit of the full text stands.
CREATE VIEW search_places AS
SELECT f.rowid AS rowid, f.plan_id, p.title AS plan, p.file_name, f.kind, f.record_id, s.title AS section, f.page, f.line, f.text
FROM search f JOIN plans p ON p.plan_id = f.plan_id LEFT JOIN sections s ON s.id = f.section_id;
