import { type Sql, statement } from '../sql/database.ts'

/** The tables whose rows background jobs claim. Each has the columns lease_until and fencing_token. */
export type LeasedTable =
  | 'provider_requests'
  | 'provider_events'
  | 'agreements'
  | 'charges'
  | 'schedules'
  | 'occurrences'
  | 'webhook_endpoints'
  | 'webhook_deliveries'

/**
 * One worker's right to work on a row. It ends in real time, since a sandbox's clock can jump. The next claim raises
 * the row's fencing token, so that a late write of the earlier worker changes nothing.
 */
export interface Lease {
  readonly table: LeasedTable
  readonly id: string
  readonly fencingToken: number
}

const renewOf = (table: LeasedTable) =>
  statement<never>(
    `${table}-renew-lease`,
    `UPDATE ${table} SET lease_until = $3 WHERE id = $1 AND fencing_token = $2 AND lease_until IS NOT NULL`,
  )
const releaseOf = (table: LeasedTable) =>
  statement<never>(
    `${table}-release-lease`,
    `UPDATE ${table} SET lease_until = NULL WHERE id = $1 AND fencing_token = $2 AND lease_until IS NOT NULL`,
  )

const renewals = forEachTable(renewOf)
const releases = forEachTable(releaseOf)

/** Prolongs a lease, unless it was released or another worker has claimed the row. */
export async function renewLease(sql: Sql, { table, id, fencingToken }: Lease, until: Date): Promise<void> {
  await sql.rows(renewals[table], [id, fencingToken, until])
}

/** Ends a lease early, unless another worker has claimed the row. */
export async function releaseLease(sql: Sql, { table, id, fencingToken }: Lease): Promise<void> {
  await sql.rows(releases[table], [id, fencingToken])
}

function forEachTable<T>(make: (table: LeasedTable) => T): Readonly<Record<LeasedTable, T>> {
  return {
    provider_requests: make('provider_requests'),
    provider_events: make('provider_events'),
    agreements: make('agreements'),
    charges: make('charges'),
    schedules: make('schedules'),
    occurrences: make('occurrences'),
    webhook_endpoints: make('webhook_endpoints'),
    webhook_deliveries: make('webhook_deliveries'),
  }
}
