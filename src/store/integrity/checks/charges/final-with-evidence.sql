-- Every success and failure has evidence: a provider's answer, notification or status query, an operator's decision, or
-- a decision of the gateway before anything was sent. The evidence of what ended long ago can be archived.
SELECT o.merchant_id AS "merchantId", o.mode, 'Charge' AS "subjectType", o.charge_id AS "subjectId",
  o.charge_id AS "objectId",
  format('%s %s is %s without evidence', lower(o.kind::text), o.id, o.status) AS detail
FROM scope JOIN charge_operations o ON o.charge_id = scope.id
WHERE o.status IN ('SUCCEEDED', 'FAILED')
  AND o.updated_at > (SELECT coalesce(max(until), '-infinity') FROM archives WHERE table_name = 'events')
  AND NOT EXISTS (
    SELECT FROM events e
    WHERE e.subject_id = o.charge_id AND e.change AND e.data->>'operationId' = o.id
      AND e.type LIKE '%\_' || lower(o.status::text))
