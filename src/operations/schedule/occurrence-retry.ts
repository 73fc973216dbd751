import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, type Result, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import { neverAgain } from '../../domain/schedule/retry-plan.ts'
import { type OccurrenceFacts, occurrenceIn } from '../../domain/schedule/transition.ts'
import { lockAgreementRow } from '../../store/agreement/repository.ts'
import { lastChargeOf } from '../../store/charge/of-occurrence.ts'
import { openChargeOfOccurrence } from '../../store/schedule/open-charge.ts'
import { lockSchedule } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, findOccurrence, findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import { write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import type { OccurrenceRow } from '../../store/tables/occurrence.ts'
import { checkChargeable } from '../charge/checks.ts'
import { cursorOf, invalidState, notFound, scheduleMoved } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { OccurrenceRetryInput } from '../command/inputs.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/settle.ts'
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
 * Tries an occurrence again now, without waiting for its policy's next day, or after that was used up. What a person wants does
 * not pass the card networks' limits, nor is a means of payment tried again that the network says never to.
 */
export async function occurrenceRetry(
  deps: Deps,
  caller: Caller,
  input: OccurrenceRetryInput,
): Promise<Result<OccurrenceRetried, Refusal['code']>> {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  if (issues.found.length > 0) return invalidInput(issues.found)
  const found = await findOccurrence(deps.database, caller.tenant, input.occurrenceId)
  if (found === undefined) return notFound('occurrence', input.occurrenceId)
  const { agreementId } = await mustFind(findSchedule(deps.database, caller.tenant, found.scheduleId))
  const locks = [aggregateLock('agreement', agreementId), aggregateLock('schedule', found.scheduleId)]
  const result = await once(
    deps,
    caller,
    { mutation: 'occurrenceRetry', input, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, { sql, bind, now, found, agreementId }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'replayed') return answer(deps, caller, found.id, result.objectId, true)
  deps.tail.wake()
  const { chargeId, providerRequest } = result.made
  await withinAnswerWait(deps, 'retry', async () => {
    await sendAndApply(deps, providerRequest)
    await settleOccurrence(deps, { ...caller.tenant, id: found.id, scheduleId: found.scheduleId })
  })
  return answer(deps, caller, found.id, chargeId, false)
}

async function answer(deps: Deps, caller: Caller, occurrenceId: string, chargeId: string, replayed: boolean) {
  const charge = await mustFind(findCharge(deps.database, caller.tenant, chargeId))
  const occurrence = await mustFind(findOccurrence(deps.database, caller.tenant, occurrenceId))
  return succeed({ occurrence, charge, replayed, eventCursor: cursorOf(deps, caller, charge) })
}

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
  readonly found: OccurrenceRow
  readonly agreementId: string
}

async function record(
  deps: Deps,
  caller: Caller,
  { sql, bind, now, found, agreementId }: Recording,
): Promise<{ made: { chargeId: string; providerRequest: RecordedRequest } } | { refused: Refusal }> {
  const locked = await mustFind(lockAgreementRow(sql, caller.tenant, agreementId))
  const loaded = await mustFind(lockSchedule(sql, caller.tenant, found.scheduleId, found.id))
  if (loaded.row.agreementId !== agreementId) return { refused: scheduleMoved(loaded.row.status).error }
  const occurrence = occurrenceIn(loaded.state, found.id)
  const last = await lastChargeOf(sql, caller.tenant, found.id)
  const closed =
    (await checkRetriable(sql, { occurrence, last, agreementId, scheduleStatus: loaded.row.status })) ??
    (await checkChargeable(sql, caller, locked.row, { now }))
  if (closed) return { refused: closed.error }
  const cause = { source: 'API', actor: caller.actor, now } as const
  const result = await recordOccurrence(deps, sql, locked, loaded, { occurrence, last, cause })
  if (!result.ok) return { refused: refusalOf(result.error, occurrence.status) }
  const { row, writes, providerRequest } = result.recorded
  await write(sql, [...writes, bind(row.id)])
  return { made: { chargeId: row.id, providerRequest } }
}

/** An occurrence's amount was fixed when it fell due: where the agreement that is charged now does not take it, the occurrence cannot be charged. */
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

/** Whether the occurrence has come to nothing so far, for certain, and for a reason that another try may change. Undefined where so. */
async function checkRetriable(sql: Transaction, { occurrence, last, agreementId, scheduleStatus }: Tried) {
  const { status } = occurrence
  if (scheduleStatus === 'CANCELED')
    return invalidState(
      scheduleStatus,
      'The schedule is CANCELED and charges nothing any more. To charge anyway, use chargeCreate.',
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
