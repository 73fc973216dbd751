import { type Sql, statement } from '../sql/database.ts'

const ensure = statement<{ id: string }>(
  'merchant-ensure',
  `WITH made AS (
     INSERT INTO merchants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING RETURNING id
   )
   SELECT id FROM made UNION ALL SELECT id FROM merchants WHERE name = $2 LIMIT 1`,
)

/**
 * The merchant with this name, created with the proposed id if it does not exist. Several processes may do so at once.
 */
export async function ensureMerchant(sql: Sql, merchant: { id: string; name: string }, now: Date): Promise<string> {
  const values = [merchant.id, merchant.name, now]
  // Runs a second time if another process's row was committed after the first statement's snapshot.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the merchant was neither found nor created')
  return row.id
}

const oldest = statement<{ id: string }>(
  'merchant-oldest',
  'SELECT id FROM merchants WHERE name <> $1 ORDER BY id LIMIT 1',
)

/** The id of the first merchant of this installation, apart from the merchant with this name. */
export async function oldestMerchant(sql: Sql, butName: string): Promise<string | undefined> {
  return (await sql.row(oldest, [butName]))?.id
}

const byName = statement<{ id: string }>('merchant-by-name', 'SELECT id FROM merchants WHERE name = $1')

/** The id of the merchant with this name; undefined if there is none. */
export async function findMerchant(sql: Sql, name: string): Promise<string | undefined> {
  return (await sql.row(byName, [name]))?.id
}
