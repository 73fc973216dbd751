import { canonicalJson, type JsonObject } from '../../base/text/json.ts'
import { e164Of } from '../../base/text/phone-number.ts'
import { type InputIssue, invalidInput, type Result, type UserError } from '../../domain/input/user-error.ts'
import { emailHash, encryptPersonalData, openPersonalData } from '../../store/consumer/personal-data.ts'
import { consumerWrites, type LoadedConsumer, loadConsumer, type NewConsumer } from '../../store/consumer/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findConsumer, mustFind } from '../../store/sql/find-rows.ts'
import type { ConsumerRow } from '../../store/tables.ts'
import { consumerErased, cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ConsumerUpdateInput } from '../command/inputs.ts'
import { type Recorded, type Refused, runCommand } from '../command/run.ts'
import { checkConsumer, kept, personalDataOf } from './checks.ts'

export interface ConsumerUpdated {
  readonly consumer: ConsumerRow
  readonly eventCursor: string
}

/** Changes a consumer's stored data: an omitted field keeps its value, null clears it. No effect if nothing differs. */
export async function consumerUpdate(
  deps: Deps,
  caller: Caller,
  input: ConsumerUpdateInput,
): Promise<Result<ConsumerUpdated, 'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE'>> {
  // A national telephone number is read by the rules of the consumer's country, which is certain only under the lock.
  const issues = input.phone == null ? issuesOf(deps.clock.now(), input, input.country) : []
  if (issues.length > 0) return invalidInput(issues)
  return runCommand(deps, caller, {
    locks: [aggregateLock('consumer', input.consumerId)],
    load: sql => loadConsumer(sql, caller.tenant, input.consumerId),
    decide: async (before, { cause }) => decide(deps, input, before, cause),
    answer: async ({ id, row }) => {
      const consumer = row ?? (await mustFind(findConsumer(deps.database, caller.tenant, id)))
      return { consumer, eventCursor: cursorOf(deps, caller, consumer) }
    },
  })
}

function issuesOf(now: Date, input: ConsumerUpdateInput, livesIn: string | null | undefined): readonly InputIssue[] {
  const issues = checkConsumer(now, input, livesIn)
  if (input.country !== null) return issues
  return [
    ...issues,
    { path: ['country'], code: 'REQUIRED', message: 'Must not be null. Omit country to keep its value.' },
  ]
}

function decide(
  deps: Deps,
  input: ConsumerUpdateInput,
  before: LoadedConsumer | undefined,
  cause: Cause,
): Recorded<ConsumerRow> | Refused<Extract<UserError, { code: 'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE' }>> {
  if (before === undefined) return notFound('consumer', input.consumerId)
  if (before.erasedAt !== null) return consumerErased(before)
  const issues = input.phone == null ? [] : issuesOf(cause.now, input, input.country ?? before.country)
  if (issues.length > 0) return invalidInput(issues)
  const row = changed(deps, before, input, cause.now)
  return { ok: true, id: before.id, row: row ?? before, writes: row ? consumerWrites(row, cause) : [] }
}

/** The changed row, or undefined if nothing would change. */
function changed(
  { vault }: Deps,
  before: LoadedConsumer,
  input: ConsumerUpdateInput,
  now: Date,
): NewConsumer | undefined {
  const { snapshotXmin: _, dataKey, ...row } = before
  const personalBefore = openPersonalData(vault, before)
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
    encryptedPersonal: encryptPersonalData(vault, { id: row.id, dataKey }, personal),
    emailHash: personal.email === null ? null : emailHash(vault, personal.email),
    updatedAt: now,
  }
}

/** A national telephone number becomes international if its consumer moves, so that it remains the same number. */
function phoneAfterMove(phone: string | null, from: string, to: string | null | undefined): string | null {
  if (phone === null || phone.startsWith('+') || to == null || to === from) return phone
  return e164Of(phone, from) ?? phone
}
