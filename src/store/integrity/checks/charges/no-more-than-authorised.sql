-- No amount exceeds its source: captured + voided <= authorized, refunded <= captured.
SELECT c.merchant_id AS "merchantId", c.mode, 'Charge' AS "subjectType", c.id AS "subjectId", c.id AS "objectId",
  format('%s: authorized %s, captured %s, voided %s, refunded %s', c.currency, s.authorized, s.captured, s.voided, s.refunded)
    AS detail
FROM scope JOIN charges c ON c.id = scope.id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(o.amount) FILTER (WHERE o.kind = 'AUTHORIZATION'), 0) AS authorized,
    coalesce(sum(o.amount) FILTER (WHERE o.kind = 'CAPTURE'), 0) AS captured,
    coalesce(sum(o.amount) FILTER (WHERE o.kind = 'VOID'), 0) AS voided,
    coalesce(sum(o.amount) FILTER (WHERE o.kind = 'REFUND'), 0) AS refunded
  FROM charge_operations o WHERE o.charge_id = c.id AND o.status = 'SUCCEEDED'
) s
WHERE s.captured + s.voided > s.authorized OR s.refunded > s.captured OR s.authorized > c.amount
