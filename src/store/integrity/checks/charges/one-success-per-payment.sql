-- Of all tries of one payment, at most one took money and kept it. A voided or fully refunded try does not count.
WITH RECURSIVE earlier AS (
  SELECT c.id, c.retry_of_id FROM scope JOIN charges c ON c.id = scope.id
  WHERE c.retry_of_id IS NOT NULL OR EXISTS (SELECT FROM charges r WHERE r.retry_of_id = c.id)
  UNION
  SELECT c.id, c.retry_of_id FROM earlier e JOIN charges c ON c.id = e.retry_of_id
), family AS (
  SELECT e.id, e.id AS first_id FROM earlier e WHERE e.retry_of_id IS NULL
  UNION
  SELECT c.id, f.first_id FROM family f JOIN charges c ON c.retry_of_id = f.id
)
SELECT c.merchant_id AS "merchantId", c.mode, 'Charge' AS "subjectType", f.first_id AS "subjectId", f.first_id AS "objectId",
  format('%s tries of this payment took money: %s', count(*), string_agg(c.id, ', ' ORDER BY c.id)) AS detail
FROM family f JOIN charges c ON c.id = f.id
WHERE c.status IN ('AUTHORIZED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'PARTIALLY_REFUNDED')
GROUP BY c.merchant_id, c.mode, f.first_id
HAVING count(*) > 1
