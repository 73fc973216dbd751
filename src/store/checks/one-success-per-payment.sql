-- Of all tries of one payment, at most one took money and kept it: what was voided or given back whole did not.
WITH RECURSIVE family AS (
  SELECT c.id, c.id AS first_id FROM charges c
  WHERE c.retry_of_id IS NULL AND EXISTS (SELECT FROM charges r WHERE r.retry_of_id = c.id)
  UNION ALL
  SELECT c.id, f.first_id FROM charges c JOIN family f ON c.retry_of_id = f.id
)
SELECT c.merchant_id AS "merchantId", c.mode, 'Charge' AS "subjectType", f.first_id AS "subjectId",
  format('%s tries of it took money: %s', count(*), string_agg(c.id, ', ' ORDER BY c.id)) AS detail
FROM family f JOIN charges c ON c.id = f.id
WHERE c.status IN ('AUTHORIZED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'PARTIALLY_REFUNDED')
GROUP BY c.merchant_id, c.mode, f.first_id
HAVING count(*) > 1
