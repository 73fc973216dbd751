-- What an object is now is what the log says that it became last.
SELECT s.merchant_id AS "merchantId", s.mode, s.kind AS "subjectType", s.id AS "subjectId",
  format('is %s, the log says %s', s.status, e.status) AS detail
FROM (
  SELECT merchant_id, mode, 'Charge' AS kind, id, status::text FROM charges
  UNION ALL SELECT merchant_id, mode, 'Agreement', id, status::text FROM agreements
  UNION ALL SELECT merchant_id, mode, 'Schedule', id, status::text FROM schedules
) s
JOIN LATERAL (
  SELECT e.status FROM events e WHERE e.subject_id = s.id AND e.status IS NOT NULL ORDER BY e.version DESC LIMIT 1
) e ON e.status <> s.status
