-- An operation in progress at a provider has an open provider request, or needsAttention is set for a person.
SELECT c.merchant_id AS "merchantId", c.mode, 'Charge' AS "subjectType", c.id AS "subjectId", c.id AS "objectId",
  format('%s %s is %s, but no provider request is open', lower(o.kind::text), o.id, o.status) AS detail
FROM scope JOIN charges c ON c.id = scope.id JOIN charge_operations o ON o.charge_id = c.id
WHERE o.status IN ('PROCESSING', 'UNKNOWN') AND NOT c.needs_attention
  AND NOT EXISTS (SELECT FROM provider_requests a WHERE a.operation_id = o.id AND a.charge_id = o.charge_id AND a.state <> 'SETTLED')
