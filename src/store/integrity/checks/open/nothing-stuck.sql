-- Everything open has a planned check, or needsAttention is set for a person. $1 is now.
-- Reads open and planned rows by the workers' partial indexes. Other files check rows that are never due.
SELECT a.merchant_id AS "merchantId", a.mode, 'Charge' AS "subjectType", a.charge_id AS "subjectId",
  a.charge_id AS "objectId",
  format('%s %s is %s, due %s', lower(a.purpose::text), a.id, a.state, coalesce(a.next_status_query_at::text, 'never')) AS detail
FROM provider_requests a JOIN charges c ON c.id = a.charge_id
WHERE a.state <> 'SETTLED' AND NOT c.needs_attention
  AND (a.next_status_query_at IS NULL OR a.next_status_query_at < $1::timestamptz - interval '1 hour')
UNION ALL
SELECT c.merchant_id, c.mode, 'Charge', c.id, c.id, format('reconciliation was due at %s', c.reconcile_at)
FROM charges c WHERE c.reconcile_at < $1::timestamptz - interval '1 hour'
UNION ALL
SELECT a.merchant_id, a.mode, 'Agreement', a.id, a.id, format('reconciliation was due at %s', a.reconcile_at)
FROM agreements a WHERE a.reconcile_at < $1::timestamptz - interval '1 hour'
UNION ALL
SELECT a.merchant_id, a.mode, 'Agreement', a.id, a.id, format('waited for its consumer until %s', a.awaited_until)
FROM agreements a
WHERE a.status = 'AUTHENTICATION_PENDING' AND a.awaited_until < $1::timestamptz - interval '1 hour' AND NOT a.needs_attention
UNION ALL
SELECT o.merchant_id, o.mode, 'Schedule', o.schedule_id, o.schedule_id, format('occurrence %s (%s) is %s, due %s', o.index, o.id, o.status, o.next_at)
FROM occurrences o
WHERE o.next_at < $1::timestamptz - interval '1 hour'
  AND NOT EXISTS (SELECT FROM charges c WHERE c.occurrence_id = o.id AND c.needs_attention)
UNION ALL
SELECT o.merchant_id, o.mode, 'Schedule', o.schedule_id, o.schedule_id, format('occurrence %s (%s) is PROCESSING, but its charge is final', o.index, o.id)
FROM occurrences o
WHERE o.status = 'PROCESSING' AND NOT EXISTS (
  SELECT FROM charges c WHERE c.occurrence_id = o.id
    AND (c.status NOT IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED')
      OR c.updated_at > $1::timestamptz - interval '1 hour'))
