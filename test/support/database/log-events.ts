import { expect } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import { readLogHorizon } from '../../../src/store/event-log/read-end.ts'
import type { NewRow } from '../../../src/store/sql/columns.ts'
import { type Sql, statement } from '../../../src/store/sql/database.ts'
import { insert, write } from '../../../src/store/sql/write.ts'
import { events, type LoggedEventRow } from '../../../src/store/tables.ts'
import { eventually } from '../until.ts'

/** A tenant that no other test uses. */
export function newTenant(mode: Tenant['mode'] = 'TEST'): Tenant {
  return { merchantId: newId('merchant', new Date()), mode }
}

export type NewEvent = NewRow<typeof events>

/** A change of a charge that left its status unchanged, unless `given` says otherwise. */
export function newEvent(tenant: Tenant, given: Partial<NewEvent> = {}): NewEvent {
  const now = new Date()
  return {
    id: newId('event', now),
    ...tenant,
    type: 'charge.capture_requested',
    source: 'API',
    actor: null,
    occurredAt: now,
    subjectType: 'Charge',
    subjectId: newId('charge', now),
    consumerId: newId('consumer', now),
    agreementId: null,
    version: 1,
    change: true,
    previousStatus: null,
    status: null,
    subjectStatus: null,
    subjectTerminal: null,
    data: null,
    ...given,
  }
}

/** Appends events as the writer of the store does. Returns the snapshot xmin of their rows. */
export async function append(sql: Sql, rows: readonly NewEvent[]): Promise<bigint> {
  const { snapshotXmin } = await write(sql, [insert(events, rows)])
  return snapshotXmin
}

const nextTransaction = statement<{ xid: bigint }>(
  'test-next-transaction',
  'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xid',
)

/**
 * Waits until readers get everything that was committed before this call: other tests on the same cluster have open
 * transactions for moments.
 */
export async function untilReadable(sql: Sql): Promise<void> {
  const { xid } = (await sql.row(nextTransaction)) ?? { xid: 0n }
  await eventually(async () => expect((await readLogHorizon(sql)).xid >= xid).toBe(true), 2)
}

/** Takes exactly this many items from an endless iteration. */
export async function take<T>(iteration: AsyncIterator<T>, count: number): Promise<T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const { done, value } = await iteration.next()
    if (done) throw new Error(`the iteration ended after ${taken.length} of ${count}`)
    taken.push(value)
  }
  return taken
}

export const idsOf = (rows: readonly Pick<LoggedEventRow, 'id'>[]): string[] => rows.map(({ id }) => id)
