-- One change, one version, one event: an object's version is the number of its changes in the log, and the last of them.
SELECT s.merchant_id AS "merchantId", s.mode, s.kind AS "subjectType", s.id AS "subjectId",
  format('version %s, %s changes in the log, the last of version %s', s.version, count(e.version), max(e.version)) AS detail
FROM (
  SELECT merchant_id, mode, 'Charge' AS kind, id, version FROM charges
  UNION ALL SELECT merchant_id, mode, 'Agreement', id, version FROM agreements
  UNION ALL SELECT merchant_id, mode, 'Consumer', id, version FROM consumers
  UNION ALL SELECT merchant_id, mode, 'Schedule', id, version FROM schedules
) s
LEFT JOIN events e ON e.subject_id = s.id AND e.change
GROUP BY s.merchant_id, s.mode, s.kind, s.id, s.version
HAVING count(e.version) <> s.version OR max(e.version) <> s.version
