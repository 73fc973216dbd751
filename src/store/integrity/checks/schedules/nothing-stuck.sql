-- A schedule that is not final has an occurrence that is UPCOMING, PROCESSING or RETRYING.
SELECT s.merchant_id AS "merchantId", s.mode, 'Schedule' AS "subjectType", s.id AS "subjectId", s.id AS "objectId",
  format('is %s and has no open occurrence', s.status) AS detail
FROM scope JOIN schedules s ON s.id = scope.id
WHERE s.status IN ('ACTIVE', 'PAUSED', 'PAST_DUE')
  AND NOT EXISTS (SELECT FROM occurrences o WHERE o.schedule_id = s.id AND o.status = 'UPCOMING')
  AND NOT EXISTS (SELECT FROM occurrences o WHERE o.schedule_id = s.id AND o.status IN ('PROCESSING', 'RETRYING'))
