-- An object's current status is the status of its last change in the log.
SELECT s.merchant_id AS "merchantId", s.mode, '{Subject}' AS "subjectType", s.id AS "subjectId", s.id AS "objectId",
  format('is %s, but the last status in the log is %s', s.status, e.status) AS detail
FROM scope JOIN {table} s ON s.id = scope.id
JOIN LATERAL (
  SELECT e.status FROM events e WHERE e.subject_id = s.id AND e.status IS NOT NULL ORDER BY e.version DESC LIMIT 1
) e ON e.status <> s.status::text
