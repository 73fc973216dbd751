import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, type Result, refuse, type UserError } from '../../domain/input/user-error.ts'
import { neverAgain } from '../../domain/schedule/retry-plan.ts'
import { type OccurrenceFacts, occurrenceIn } from '../../domain/schedule/transition.ts'
import { type LoadedAgreement, loadAgreement } from '../../store/agreement/repository.ts'
import { lastChargeOf } from '../../store/charge/of-occurrence.ts'
import { openChargeOfOccurrence } from '../../store/schedule/open-charge.ts'
import { type LoadedSchedule, loadSchedule } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, findOccurrence, findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import type { ChargeRow, OccurrenceRow } from '../../store/tables.ts'
import { checkChargeable } from '../charge/checks.ts'
import { cursorOf, invalidState, notFound, scheduleMoved } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { OccurrenceRetryInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runOnce } from '../command/run.ts'
import { mayLackTries } from '../restore/forgotten-tries.ts'
import { recordOccurrence } from './occurrence-record.ts'
import { settleOccurrence } from './occurrence-settle.ts'

export interface OccurrenceRetried {
  readonly occurrence: OccurrenceRow
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly eventCursor: string
}

type Refusal = Exclude<UserError, { code: 'AMOUNT_EXCEEDED' | 'AMOUNT_UNSUPPORTED' | 'UNSUPPORTED_BY_PROVIDER' }>

/**
 * Retries an occurrence now, before the next day of its retry policy or after the policy's last day. A manual retry
 * must still respect the card networks' limits, and does not retry a means of payment if the network forbids it.
 */
export async function occurrenceRetry(
  deps: Deps,
  caller: Caller,
  input: OccurrenceRetryInput,
): Promise<Result<OccurrenceRetried, Refusal['code']>> {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  if (issues.found.length > 0) return invalidInput(issues.found)
  const { database } = deps
  const { tenant } = caller
  const found = await findOccurrence(database, tenant, input.occurrenceId)
  if (found === undefined) return notFound('occurrence', input.occurrenceId)
  if (mayLackTries(deps.settings, found))
    return invalidState(
      found.status,
      'The database was restored from a backup and may lack charges of this occurrence. Wait: the schedule retries it ' +
        'automatically.',
    )
  const { id, scheduleId } = found
  const { agreementId } = await mustFind(findSchedule(database, tenant, scheduleId))
  return runOnce<Loaded, Refusal, OccurrenceRetried>(deps, caller, {
    mutation: 'occurrenceRetry',
    input,
    issues: [],
    locks: [aggregateLock('agreement', agreementId), aggregateLock('schedule', scheduleId)],
    load: async sql => {
      const [agreement, schedule, last] = await Promise.all([
        mustFind(loadAgreement(sql, tenant, agreementId)),
        mustFind(loadSchedule(sql, tenant, scheduleId, id)),
        lastChargeOf(sql, tenant, id),
      ])
      return { agreement, schedule, last }
    },
    decide: (loaded, at) => decide(deps, caller, id, loaded, at),
    whenAnswered: () => settleOccurrence(deps, { ...tenant, id, scheduleId }),
    answer: async done => {
      const charge = await mustFind(findCharge(database, tenant, done.id))
      const occurrence = await mustFind(findOccurrence(database, tenant, id))
      return { occurrence, charge, replayed: done.replayed, eventCursor: cursorOf(deps, caller, charge) }
    },
  })
}

interface Loaded {
  readonly agreement: LoadedAgreement
  readonly schedule: LoadedSchedule
  /** The last charge that was made for the occurrence. */
  readonly last: ChargeRow | undefined
}

async function decide(
  deps: Deps,
  caller: Caller,
  occurrenceId: string,
  { agreement, schedule, last }: Loaded,
  { sql, cause }: Deciding,
): Promise<Recorded | Refused<Refusal>> {
  const agreementId = agreement.row.id
  if (schedule.row.agreementId !== agreementId) return scheduleMoved(schedule.row.status)
  const occurrence = occurrenceIn(schedule.state, occurrenceId)
  const closed =
    (await checkRetriable(sql, { occurrence, last, agreementId, scheduleStatus: schedule.row.status })) ??
    (await checkChargeable(sql, caller, agreement.row, cause))
  if (closed) return closed
  const recorded = await recordOccurrence(deps, sql, agreement, schedule, { occurrence, last, cause })
  return recorded.ok ? recorded : refuse(refusalOf(recorded.error, occurrence.status))
}

/**
 * An occurrence's amount is fixed when it becomes due. If the current agreement does not allow it, the occurrence
 * cannot be charged.
 */
function refusalOf(error: UserError, status: string): Refusal {
  switch (error.code) {
    case 'AMOUNT_EXCEEDED':
    case 'AMOUNT_UNSUPPORTED':
    case 'UNSUPPORTED_BY_PROVIDER':
      return invalidState(status, error.message).error
    default:
      return error
  }
}

interface Tried {
  readonly occurrence: OccurrenceFacts
  readonly last: ChargeRow | undefined
  readonly agreementId: string
  readonly scheduleStatus: string
}

/** Checks that the occurrence has certainly failed, and for a reason that a retry can overcome. Undefined if so. */
async function checkRetriable(sql: Transaction, { occurrence, last, agreementId, scheduleStatus }: Tried) {
  const { status } = occurrence
  if (scheduleStatus === 'CANCELED')
    return invalidState(
      scheduleStatus,
      'The schedule is CANCELED, so its occurrences can no longer be charged. To charge the agreement anyway, use ' +
        'chargeCreate.',
    )
  if (status !== 'RETRYING' && status !== 'FAILED')
    return invalidState(
      status,
      `Only an occurrence that is RETRYING or FAILED can be charged again. This one is ${status}.`,
    )
  if (last === undefined) return undefined
  if (last.needsAttention)
    return invalidState(
      last.status,
      `A person must review the charge ${last.id} of this occurrence first, because its needsAttention is true. An ` +
        'operator can use chargeResolve.',
    )
  const other = await openChargeOfOccurrence(sql, last, last.id)
  if (other !== undefined)
    return invalidState(
      other.status,
      `The charge ${other.id} of this occurrence is ${other.status} and can still succeed. Wait for its outcome.`,
    )
  const never = neverAgain(last, agreementId)
  return (
    never &&
    invalidState(
      status,
      `The last charge was declined permanently (${never.code}). Move the schedule to another agreement first.`,
    )
  )
}
