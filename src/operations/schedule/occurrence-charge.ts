import { newId } from '../../base/id.ts'
import { endOf } from '../../domain/agreement/status.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import { type Dunning, failOccurrence, skipOccurrence } from '../../domain/schedule/charging.ts'
import { cancelSchedule } from '../../domain/schedule/pause-and-cancel.ts'
import { retryInstant } from '../../domain/schedule/retry-instant.ts'
import { neverAgain } from '../../domain/schedule/retry-plan.ts'
import { isCharging, type OccurrenceFacts, type ScheduleState } from '../../domain/schedule/transition.ts'
import { type LoadedAgreement, loadAgreement } from '../../store/agreement/repository.ts'
import { lastChargeOf } from '../../store/charge/of-occurrence.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { openChargeOfOccurrence } from '../../store/schedule/open-charge.ts'
import { type LoadedSchedule, loadSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { commit } from '../../store/sql/write.ts'
import type { DueOccurrence } from '../../store/work-queue/queues.ts'
import { checkChargeable } from '../charge/checks.ts'
import type { Deps } from '../command/deps.ts'
import type { RecordedRequest } from '../provider-request/record.ts'
import { sendAndApply } from '../provider-request/send.ts'
import { isOnRetiredAccount } from '../provider-request/usable-provider.ts'
import { nextTry } from '../restore/forgotten-tries.ts'
import { dunningWithoutBudget } from './dunning.ts'
import { recordOccurrence } from './occurrence-record.ts'
import { settleOccurrence } from './occurrence-settle.ts'

/** The result of processing a due occurrence. */
type Step =
  /** Its charge is recorded and must be sent; null if recovery queries the provider before sending. */
  | { readonly kind: 'charge'; readonly providerRequest: RecordedRequest | null }
  /** There is nothing to send: something else was decided, or another worker was first. */
  | { readonly kind: 'done' }
  /** Its schedule was moved to another agreement after the claim, so the locks are those of the previous agreement. */
  | { readonly kind: 'moved'; readonly agreementId: string }
  /** Nothing can be decided now, so it remains due. */
  | { readonly kind: 'later'; readonly at: Date | null }

/**
 * Charges a due occurrence once: the intent is committed with the occurrence's own change before the provider is
 * called, under the locks of agreement and schedule, so of two workers the second finds nothing to do. Returns when to
 * process it again if nothing could be decided (null: soon), otherwise undefined.
 */
export async function chargeOccurrence(deps: Deps, due: DueOccurrence): Promise<Date | null | undefined> {
  const locks = [aggregateLock('agreement', due.agreementId), aggregateLock('schedule', due.scheduleId)]
  const now = deps.clock.now()
  const cause = { source: 'SCHEDULER', actor: 'scheduler', now } as const
  const next = await nextTry(deps, due)
  if (next.kind === 'unanswered') return null
  const tryNumber = next.kind === 'asked' ? next.tryNumber : undefined
  const step = await deps.database.transaction(sql => decide(deps, sql, due, { cause, tryNumber }), { locks })
  if (step.kind === 'moved') return chargeOccurrence(deps, { ...due, agreementId: step.agreementId })
  if (step.kind === 'later') return step.at
  deps.tail.wake()
  if (step.kind === 'done' || step.providerRequest === null) return undefined
  await sendAndApply(deps, step.providerRequest)
  await settleOccurrence(deps, due)
  return undefined
}

async function decide(
  deps: Deps,
  sql: Transaction,
  due: DueOccurrence,
  { cause, tryNumber }: Pick<DueCharge, 'cause' | 'tryNumber'>,
): Promise<Step> {
  const [locked, loaded] = await Promise.all([
    loadAgreement(sql, due, due.agreementId),
    loadSchedule(sql, due, due.scheduleId, due.id),
  ])
  const occurrence = loaded?.occurrences.find(({ id }) => id === due.id)
  if (locked === undefined || loaded === undefined || occurrence === undefined)
    throw new Error(`occurrence ${due.id} does not exist`)
  const { agreementId } = loaded.row
  if (agreementId !== due.agreementId) return { kind: 'moved', agreementId }
  if (occurrence.nextAt === null || occurrence.nextAt > cause.now) return { kind: 'done' }
  const dueCharge: DueCharge = { deps, sql, locked, loaded, occurrence, cause, tryNumber }
  if (!isCharging(loaded.row.status)) return save(dueCharge, skip(dueCharge, 'SCHEDULE_PAUSED'))
  const closed = await checkChargeable(sql, { tenant: due }, locked.row, cause)
  if (closed) return save(dueCharge, notChargeable(dueCharge))
  if (isOnRetiredAccount(deps, locked.row)) return save(dueCharge, fail(dueCharge, accountRetired))
  return charge(dueCharge)
}

/** Waiting helps as little as with an agreement that has ended, but the account can be set again: so nothing is canceled. */
const accountRetired: Dunning = { kind: 'exhausted', reason: 'PROVIDER_ACCOUNT_RETIRED', action: 'PAUSE' }

interface DueCharge {
  readonly deps: Deps
  readonly sql: Transaction
  readonly locked: LoadedAgreement
  readonly loaded: LoadedSchedule
  readonly occurrence: OccurrenceFacts
  readonly cause: Cause
  /** Set if it was asked for after a restore. */
  readonly tryNumber: number | undefined
}

async function charge(dueCharge: DueCharge): Promise<Step> {
  const { deps, sql, locked, loaded, occurrence, cause, tryNumber } = dueCharge
  // Each try is counted in the transaction that creates its charge, so with no tries there is no charge to read.
  const last = occurrence.tries === 0 ? undefined : await lastChargeOf(sql, loaded.row, occurrence.id)
  const state = last && (await openChargeOfOccurrence(sql, last, last.id))
  if (state)
    return save(dueCharge, state.paid ? skip(dueCharge, 'PAID_OTHERWISE') : fail(dueCharge, undecided(dueCharge)))
  const never = last && neverAgain(last, locked.row.id)
  if (never) return save(dueCharge, fail(dueCharge, { kind: 'exhausted', reason: never.code }))
  const result = await recordOccurrence(deps, sql, locked, loaded, { occurrence, last, cause, tryNumber })
  if (!result.ok) return result.limit === 'networks' ? withoutBudget(dueCharge) : refused(dueCharge, result.error)
  await commit(sql, result.writes)
  return { kind: 'charge', providerRequest: result.providerRequest }
}

/**
 * One of the tries is still open (a merchant may have charged the occurrence again with chargeCreate), or a person has
 * to decide about it, so no other charge is made until then. It waits by the clock and not by a lease, because a lease
 * says that a worker is active.
 */
function undecided({ loaded: { row }, occurrence: { dueDate }, cause: { now } }: DueCharge): Dunning {
  return { kind: 'retry', at: retryInstant(row, { dueDate, afterDays: 1, lastTriedAt: now }), reason: 'UNDECIDED' }
}

/**
 * Handles an error that occurs before anything is recorded. If the provider does not answer, the occurrence is tried
 * again later. After any other error it fails, because waiting would not help.
 */
async function refused(dueCharge: DueCharge, error: UserError): Promise<Step> {
  if (error.code === 'PROVIDER_UNAVAILABLE') return { kind: 'later', at: error.retryAfter }
  return save(dueCharge, fail(dueCharge, { kind: 'exhausted', reason: error.code }))
}

async function withoutBudget(dueCharge: DueCharge): Promise<Step> {
  const { sql, loaded, occurrence, cause } = dueCharge
  const { dunning, tried } = await dunningWithoutBudget(sql, loaded.row, occurrence, cause.now)
  return save(dueCharge, fail(dueCharge, dunning, tried))
}

/**
 * An agreement that has ended ends the schedule. If it has not begun, or has no charges left, the occurrence is
 * skipped.
 */
function notChargeable(dueCharge: DueCharge): ScheduleState {
  const end = endOf(dueCharge.locked.row)
  if (end !== undefined) return cancelSchedule(dueCharge.loaded.state, end)
  return skip(dueCharge, 'AGREEMENT_NOT_CHARGEABLE')
}

type Tried = Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'>

const newOccurrenceId = (now: Date) => () => newId('occurrence', now)

function skip({ loaded, occurrence, cause }: DueCharge, reason: string): ScheduleState {
  return skipOccurrence(loaded.state, occurrence.id, reason, newOccurrenceId(cause.now))
}

function fail({ loaded, occurrence, cause }: DueCharge, dunning: Dunning, tried?: Tried): ScheduleState {
  return failOccurrence(loaded.state, occurrence.id, dunning, newOccurrenceId(cause.now), tried)
}

async function save({ sql, loaded, cause }: DueCharge, changed: ScheduleState): Promise<Step> {
  const { writes } = scheduleWrites(loaded, changed, cause)
  if (writes.length > 0) await commit(sql, writes)
  return { kind: 'done' }
}
