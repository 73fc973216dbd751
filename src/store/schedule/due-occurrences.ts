// The due occurrences of one merchant. The comparison of rows makes PostgreSQL use the index that begins with the
// merchant. A comparison of times alone would also read the earlier occurrences of all other merchants.
const dueOf = (merchant: string) =>
  `o.next_at IS NOT NULL AND (o.merchant_id, o.next_at) > (${merchant}, '-infinity')
   AND (o.merchant_id, o.next_at) <= (${merchant}, $1) AND (o.lease_until IS NULL OR o.lease_until < $2)`

/**
 * Chooses due occurrences for a claim in turns: it visits the merchants one after another, from the merchant after $5
 * up to $5 itself, and takes one occurrence of each, the oldest first; then it takes the next one of each. So ten
 * thousand occurrences of one merchant do not delay another merchant. It scans at most $4 merchants, and makes a single
 * index probe if nothing is due.
 */
export const occurrencesInTurn = `merchants AS (
     SELECT $5::text AS merchant_id, 0 AS turn, false AS round
     WHERE (SELECT min(o.next_at) FROM occurrences o) <= $1
     UNION ALL
     SELECT coalesce(n.later, n.first), m.turn + 1, n.later IS NULL OR m.round
     FROM merchants m CROSS JOIN LATERAL (SELECT
       (SELECT o.merchant_id FROM occurrences o
        WHERE o.next_at IS NOT NULL AND o.merchant_id > m.merchant_id ORDER BY o.merchant_id LIMIT 1) AS later,
       (SELECT o.merchant_id FROM occurrences o
        WHERE o.next_at IS NOT NULL ORDER BY o.merchant_id LIMIT 1) AS first) n
     WHERE CASE WHEN m.round THEN n.later <= $5 ELSE n.later IS NOT NULL OR n.first <= $5 END
   ), waiting AS (
     SELECT m.merchant_id, m.turn FROM merchants m
     WHERE m.turn > 0 AND EXISTS (SELECT FROM occurrences o WHERE ${dueOf('m.merchant_id')}) LIMIT $4
   ), due (due_id, place) AS (
     SELECT d.id, row_number() OVER (ORDER BY d.nth, w.turn) FROM waiting w CROSS JOIN LATERAL (
       SELECT l.id, row_number() OVER (ORDER BY l.next_at, l.id) AS nth FROM (
         SELECT o.id, o.next_at FROM occurrences o WHERE ${dueOf('w.merchant_id')}
         ORDER BY o.merchant_id, o.next_at LIMIT (SELECT ceil($4::float8 / greatest(count(*), 1)) FROM waiting)
         FOR NO KEY UPDATE SKIP LOCKED) l) d
     ORDER BY d.nth, w.turn LIMIT $4
   )`
