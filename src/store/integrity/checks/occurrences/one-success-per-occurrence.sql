-- An occurrence is charged once, and is PAID if and only if its charge took money.
SELECT o.merchant_id AS "merchantId", o.mode, 'Schedule' AS "subjectType", o.schedule_id AS "subjectId", o.id AS "objectId",
  format('occurrence %s (%s) is %s; of its charges %s took money, %s still can', o.index, o.id, o.status, c.paid, c.open) AS detail
FROM scope JOIN occurrences o ON o.id = scope.id
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED')) AS paid,
    count(*) FILTER (WHERE c.status NOT IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED')) AS open
  FROM charges c WHERE c.occurrence_id = o.id
) c
WHERE c.paid + c.open > 1
  OR (o.status = 'PAID' AND c.paid = 0)
  OR (o.status NOT IN ('PAID', 'PROCESSING') AND c.paid + c.open > 0)
