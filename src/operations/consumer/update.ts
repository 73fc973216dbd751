import { canonicalJson } from '../../base/text/canonical-json.ts'
import type { JsonObject } from '../../base/text/json.ts'
import { e164Of } from '../../base/text/phone-number.ts'
import { type InputIssue, invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import { lockConsumer } from '../../store/consumer/lock.ts'
import { emailHash, encryptPersonalData, openPersonalData } from '../../store/consumer/personal-data.ts'
import { eventRow } from '../../store/event-log/rows.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { insert, update, withSnapshotXmin, write } from '../../store/sql/write.ts'
import { type ConsumerRow, consumers } from '../../store/tables/consumer.ts'
import { events } from '../../store/tables/event.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ConsumerUpdateInput } from '../command/inputs.ts'
import { checkConsumer, kept, personalDataOf } from './checks.ts'

export interface ConsumerUpdated {
  readonly consumer: ConsumerRow
  readonly eventCursor: string
}

/** Changes what is remembered of a consumer: an omitted field stays, null clears. The same again changes nothing. */
export async function consumerUpdate(
  deps: Deps,
  caller: Caller,
  input: ConsumerUpdateInput,
): Promise<Result<ConsumerUpdated, 'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE'>> {
  const now = deps.clock.now()
  // A national telephone number is read by the country that the consumer has, which is known for sure under the lock.
  const issues = input.phone == null ? issuesOf(now, input, input.country) : []
  if (issues.length > 0) return invalidInput(issues)
  const locks = [aggregateLock('consumer', input.consumerId)]
  const saved = await deps.database.transaction(sql => save(deps, caller, input, { sql, now }), { locks })
  if (!saved.ok) return saved
  deps.tail.wake()
  const consumer = saved.payload
  return succeed({ consumer, eventCursor: cursorOf(deps, caller, consumer) })
}

function issuesOf(now: Date, input: ConsumerUpdateInput, livesIn: string | null | undefined): readonly InputIssue[] {
  const issues = checkConsumer(now, input, livesIn)
  if (input.country !== null) return issues
  return [
    ...issues,
    { path: ['country'], code: 'REQUIRED', message: 'Must not be null. Omit country to keep its value.' },
  ]
}

async function save(
  deps: Deps,
  caller: Caller,
  input: ConsumerUpdateInput,
  { sql, now }: { sql: Transaction; now: Date },
): Promise<Result<ConsumerRow, 'INVALID_INPUT' | 'NOT_FOUND'>> {
  const before = await lockConsumer(sql, caller.tenant, input.consumerId)
  if (before === undefined) return notFound('consumer', input.consumerId)
  const issues = input.phone == null ? [] : issuesOf(now, input, input.country ?? before.country)
  if (issues.length > 0) return invalidInput(issues)
  const row = changed(deps, before, input, now)
  if (row === undefined) return succeed(before)
  const { id, version } = row
  const subject = { tenant: caller.tenant, type: 'Consumer', id, consumerId: id, agreementId: null } as const
  const told = eventRow(
    subject,
    { source: 'API', actor: caller.actor, now },
    {
      type: 'consumer.updated',
      version,
      change: true,
      previousStatus: null,
      status: null,
      data: null,
    },
  )
  return succeed(
    withSnapshotXmin<ConsumerRow>(row, await write(sql, [update(consumers, [row]), insert(events, [told])])),
  )
}

/** The row as it should be, or undefined where nothing would change. */
function changed(
  { vault }: Deps,
  before: ConsumerRow,
  input: ConsumerUpdateInput,
  now: Date,
): Omit<ConsumerRow, 'snapshotXmin'> | undefined {
  const { snapshotXmin: _, ...row } = before
  const personalBefore = openPersonalData(vault, before.encryptedPersonal)
  const moved = { ...personalBefore, phone: phoneAfterMove(personalBefore.phone, row.country, input.country) }
  const personal = personalDataOf(input, moved)
  const plain = {
    country: input.country ?? row.country,
    locale: kept(input.locale, row.locale),
    reference: kept(input.reference, row.reference),
    metadata: kept(input.metadata as JsonObject | null | undefined, row.metadata),
  }
  const { country, locale, reference, metadata } = row
  const same =
    canonicalJson([plain, personal]) === canonicalJson([{ country, locale, reference, metadata }, personalBefore])
  if (same) return undefined
  return {
    ...row,
    ...plain,
    version: row.version + 1,
    encryptedPersonal: encryptPersonalData(vault, personal),
    emailHash: personal.email === null ? null : emailHash(vault, personal.email),
    updatedAt: now,
  }
}

/** A national number becomes international when its consumer moves: it stays the same telephone. */
function phoneAfterMove(phone: string | null, from: string, to: string | null | undefined): string | null {
  if (phone === null || phone.startsWith('+') || to == null || to === from) return phone
  return e164Of(phone, from) ?? phone
}
