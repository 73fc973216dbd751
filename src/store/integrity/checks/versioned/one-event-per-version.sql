-- Each change has one version and one event: an object's version is the number of its changes in the log, and equals
-- the version of the last one. The first changes of an old object can be archived; then the others follow without a gap, and
-- if none is left, the object has not changed since.
SELECT s.merchant_id AS "merchantId", s.mode, '{Subject}' AS "subjectType", s.id AS "subjectId", s.id AS "objectId",
  format('has version %s, but the log has %s changes, the last with version %s', s.version, e.changes, e.last) AS detail
FROM scope JOIN {table} s ON s.id = scope.id
CROSS JOIN (SELECT coalesce(max(until), '-infinity') AS until FROM archives WHERE table_name = 'events') archived
CROSS JOIN LATERAL (
  SELECT count(*) AS changes, min(e.version) AS first, max(e.version) AS last FROM events e WHERE e.subject_id = s.id AND e.change
) e
WHERE CASE
  WHEN s.created_at > archived.until THEN e.changes <> s.version OR e.last <> s.version
  WHEN e.changes = 0 THEN s.updated_at > archived.until
  ELSE e.last <> s.version OR e.changes <> s.version - e.first + 1
END
