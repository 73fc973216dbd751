import type { Vault } from '../../src/base/encryption.ts'
import { newId } from '../../src/base/id.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { occurrenceAt } from '../../src/domain/schedule/recurrence.ts'
import { ensureMerchant } from '../../src/store/merchant/merchants.ts'
import { recurrenceOf } from '../../src/store/schedule/recurrence.ts'
import type { NewRow } from '../../src/store/sql/columns.ts'
import type { Database } from '../../src/store/sql/database.ts'
import { insert, write } from '../../src/store/sql/write.ts'
import { occurrences, schedules } from '../../src/store/tables.ts'
import { fillTables } from '../support/data.ts'

export interface Backlog {
  readonly merchants: number
  readonly occurrencesOfEach: number
}

const CHARGES_BEFORE = 2
const SCHEDULES_AT_ONCE = 500

/**
 * Monthly schedules of several merchants, each on an agreement of its own: the first occurrence of all of them was due
 * last midnight.
 */
export async function fillSchedules(
  database: Database,
  vault: Vault,
  { merchants, occurrencesOfEach }: Backlog,
): Promise<void> {
  for (let number = 0; number < merchants; number++) {
    const now = new Date()
    const name = `Merchant ${number + 1}`
    const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
    const tenant: Tenant = { merchantId, mode: 'TEST' }
    const size = { agreements: occurrencesOfEach, chargesPerAgreement: CHARGES_BEFORE }
    const { agreementIds, consumerIds } = await fillTables(database, vault, tenant, size)
    const rows = agreementIds.map((agreementId, index) =>
      scheduleRow(tenant, { agreementId, consumerId: consumerIds[index] ?? '' }, now),
    )
    for (let made = 0; made < rows.length; made += SCHEDULES_AT_ONCE) {
      const portion = rows.slice(made, made + SCHEDULES_AT_ONCE)
      await write(database, [insert(schedules, portion), insert(occurrences, portion.map(firstOccurrence))])
    }
  }
  await database.pool.query('VACUUM ANALYZE')
}

type Schedule = NewRow<typeof schedules>

function scheduleRow(tenant: Tenant, charged: Pick<Schedule, 'agreementId' | 'consumerId'>, now: Date): Schedule {
  return {
    id: newId('schedule', now),
    ...tenant,
    ...charged,
    version: 1,
    status: 'ACTIVE',
    statusReason: null,
    amount: 1_999n,
    currency: 'USD',
    intervalUnit: 'MONTH',
    intervalCount: 1,
    anchorDate: now.toISOString().slice(0, 10),
    timeOfDay: '00:00',
    timeZone: 'UTC',
    endDate: null,
    maxOccurrences: null,
    retryAfterDays: [1, 3, 5, 7],
    onExhausted: 'PAUSE',
    reference: null,
    description: 'The monthly plan',
    metadata: null,
    createdAt: now,
    updatedAt: now,
  }
}

function firstOccurrence(schedule: Schedule): NewRow<typeof occurrences> {
  const { id: scheduleId, merchantId, mode, amount, currency, createdAt } = schedule
  const first = occurrenceAt(recurrenceOf(schedule), 0)
  if (first === undefined) throw new RangeError('a schedule without an occurrence')
  const { date: dueDate, at: dueAt } = first
  return {
    id: newId('occurrence', createdAt),
    ...{ scheduleId, merchantId, mode, amount, currency },
    index: 0,
    status: 'UPCOMING',
    statusReason: null,
    dueDate,
    dueAt,
    nextAt: dueAt,
    tries: 0,
    lastTriedAt: null,
    leaseUntil: null,
    createdAt,
    updatedAt: createdAt,
  }
}
