import { newId } from '../../base/id.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import { type Dunning, failOccurrence, skipOccurrence } from '../../domain/schedule/charging.ts'
import { retryInstant } from '../../domain/schedule/retry-instant.ts'
import { neverAgain } from '../../domain/schedule/retry-plan.ts'
import { cancelSchedule } from '../../domain/schedule/standing.ts'
import { isCharging, type OccurrenceFacts, type ScheduleBook } from '../../domain/schedule/transition.ts'
import { type LoadedAgreement, lockAgreementRow } from '../../store/agreement/repository.ts'
import { lastChargeOf } from '../../store/charge/of-occurrence.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import type { DueOccurrence } from '../../store/schedule/due-occurrences.ts'
import { standingTry } from '../../store/schedule/open-charge.ts'
import { type LoadedSchedule, lockSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { write } from '../../store/sql/write.ts'
import { endOf } from '../agreement/end.ts'
import { checkChargeable } from '../charge/checks.ts'
import type { Deps } from '../command/deps.ts'
import type { RecordedAttempt } from '../provider-request/recorded-request.ts'
import { sendAndApply } from '../provider-request/settle.ts'
import { dunningWithoutBudget } from './dunning.ts'
import { recordOccurrence } from './occurrence-record.ts'
import { settleOccurrence } from './occurrence-settle.ts'

/** What became of a period that fell due. */
type Step =
  /** Its charge is recorded, and is to be sent. */
  | { readonly kind: 'charge'; readonly attempt: RecordedAttempt }
  /** Something else was decided, or another worker was first. */
  | { readonly kind: 'done' }
  /** Its schedule was moved to another agreement since it was claimed, and the locks are those of the one before. */
  | { readonly kind: 'moved'; readonly agreementId: string }
  /** Nothing can be decided now: it stays due. */
  | { readonly kind: 'later'; readonly at: Date | null }

/**
 * Charges a period that is due, once: the intent is committed with the period's own change before the provider is called,
 * under the locks of agreement and schedule, so that of two workers the second finds nothing to do. Returns when to come
 * again where nothing could be decided (null: soon), undefined otherwise.
 */
export async function chargeOccurrence(deps: Deps, due: DueOccurrence): Promise<Date | null | undefined> {
  const locks = [aggregateLock('agreement', due.agreementId), aggregateLock('schedule', due.scheduleId)]
  const now = deps.clock.now()
  const cause = { source: 'SCHEDULER', actor: 'scheduler', now } as const
  const step = await deps.database.transaction(sql => decide(deps, sql, due, cause), { locks })
  if (step.kind === 'moved') return chargeOccurrence(deps, { ...due, agreementId: step.agreementId })
  if (step.kind === 'later') return step.at
  deps.tail.hint()
  if (step.kind === 'done') return undefined
  await sendAndApply(deps, step.attempt)
  await settleOccurrence(deps, due)
  return undefined
}

async function decide(deps: Deps, sql: Transaction, due: DueOccurrence, cause: Cause): Promise<Step> {
  const locked = await lockAgreementRow(sql, due, due.agreementId)
  const loaded = await lockSchedule(sql, due, due.scheduleId, due.id)
  const occurrence = loaded?.occurrences.find(({ id }) => id === due.id)
  if (locked === undefined || loaded === undefined || occurrence === undefined)
    throw new Error(`occurrence ${due.id} is gone`)
  const { agreementId } = loaded.row
  if (agreementId !== due.agreementId) return { kind: 'moved', agreementId }
  if (occurrence.nextAt === null || occurrence.nextAt > cause.now) return { kind: 'done' }
  const period: Period = { deps, sql, locked, loaded, occurrence, cause }
  if (!isCharging(loaded.row.status)) return save(period, skip(period, 'SCHEDULE_PAUSED'))
  const closed = await checkChargeable(sql, { tenant: due }, locked.row, cause)
  if (closed) return save(period, notChargeable(period))
  return charge(period)
}

interface Period {
  readonly deps: Deps
  readonly sql: Transaction
  readonly locked: Pick<LoadedAgreement, 'row' | 'instrument' | 'consumer'>
  readonly loaded: LoadedSchedule
  readonly occurrence: OccurrenceFacts
  readonly cause: Cause
}

async function charge(period: Period): Promise<Step> {
  const { deps, sql, locked, loaded, occurrence, cause } = period
  // A try is counted in the transaction that makes its charge: without one there is none to look for.
  const last = occurrence.tries === 0 ? undefined : await lastChargeOf(sql, loaded.row, occurrence.id)
  const standing = last && (await standingTry(sql, last, last.id))
  if (standing) return save(period, standing.paid ? skip(period, 'PAID_OTHERWISE') : fail(period, undecided(period)))
  const never = last && neverAgain(last, locked.row.id)
  if (never) return save(period, fail(period, { kind: 'exhausted', reason: never.code }))
  const result = await recordOccurrence(deps, sql, locked, loaded, { occurrence, last, cause })
  if (!result.ok) return result.limit === 'networks' ? withoutBudget(period) : refused(period, result.error)
  await write(sql, result.recorded.writes)
  return { kind: 'charge', attempt: result.recorded.attempt }
}

/**
 * Something about one of its tries is still open (a merchant may have charged it again by a charge of their own), or a person
 * has to decide it: until then there is no other. By the clock and not by a lease, which says that somebody is at work.
 */
function undecided({ loaded: { row }, occurrence: { dueDate }, cause: { now } }: Period): Dunning {
  return { kind: 'retry', at: retryInstant(row, { dueDate, afterDays: 1, lastTriedAt: now }), reason: 'UNDECIDED' }
}

/** What is refused before anything is recorded: a provider that does not answer is waited for, the rest will not change by itself. */
async function refused(period: Period, error: UserError): Promise<Step> {
  if (error.code === 'PROVIDER_UNAVAILABLE') return { kind: 'later', at: error.retryAfter }
  return save(period, fail(period, { kind: 'exhausted', reason: error.code }))
}

async function withoutBudget(period: Period): Promise<Step> {
  const { sql, loaded, occurrence, cause } = period
  const { dunning, tried } = await dunningWithoutBudget(sql, loaded.row, occurrence, cause.now)
  return save(period, fail(period, dunning, tried))
}

/** An agreement that has ended takes the schedule with it; one that has not begun, or has no charge left, lets a period pass. */
function notChargeable(period: Period): ScheduleBook {
  const end = endOf(period.locked.row)
  if (end !== undefined) return cancelSchedule(period.loaded.book, end)
  return skip(period, 'AGREEMENT_NOT_CHARGEABLE')
}

type Tried = Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'>

const newOccurrenceId = (now: Date) => () => newId('occurrence', now)

function skip({ loaded, occurrence, cause }: Period, reason: string): ScheduleBook {
  return skipOccurrence(loaded.book, occurrence.id, reason, newOccurrenceId(cause.now))
}

function fail({ loaded, occurrence, cause }: Period, dunning: Dunning, tried?: Tried): ScheduleBook {
  return failOccurrence(loaded.book, occurrence.id, dunning, newOccurrenceId(cause.now), tried)
}

async function save({ sql, loaded, cause }: Period, changed: ScheduleBook): Promise<Step> {
  await write(sql, scheduleWrites(loaded, changed, cause).writes)
  return { kind: 'done' }
}
