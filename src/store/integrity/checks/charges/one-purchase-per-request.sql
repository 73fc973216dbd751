-- A charge at the provider belongs to one charge of the gateway, and each of these was sent by one provider request.
SELECT c.merchant_id AS "merchantId", c.mode, 'Charge' AS "subjectType", c.id AS "subjectId", c.id AS "objectId",
  format('sent by %s provider requests', count(a.id)) AS detail
FROM scope JOIN charges c ON c.id = scope.id JOIN provider_requests a ON a.charge_id = c.id AND a.purpose IN ('AGREEMENT_CREATE', 'CHARGE_CREATE')
GROUP BY c.merchant_id, c.mode, c.id
HAVING count(a.id) > 1
