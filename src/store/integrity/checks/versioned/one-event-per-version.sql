-- Each change has one version and one event: an object's version is the number of its changes in the log, and equals
-- the version of the last one.
SELECT s.merchant_id AS "merchantId", s.mode, '{Subject}' AS "subjectType", s.id AS "subjectId", s.id AS "objectId",
  format('has version %s, but the log has %s changes, the last with version %s', s.version, e.changes, e.last) AS detail
FROM scope JOIN {table} s ON s.id = scope.id
CROSS JOIN LATERAL (
  SELECT count(*) AS changes, max(e.version) AS last FROM events e WHERE e.subject_id = s.id AND e.change
) e
WHERE e.changes <> s.version OR e.last <> s.version
