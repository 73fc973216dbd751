import { newId } from '../../base/id.ts'
import { canonicalJson, type JsonObject } from '../../base/text/json.ts'
import { invalidInput, type Result, refuse, type UserError } from '../../domain/input/user-error.ts'
import { changeSchedule } from '../../domain/schedule/change.ts'
import { isTerminalSchedule, nextChargeAt } from '../../domain/schedule/transition.ts'
import { loadAgreement } from '../../store/agreement/repository.ts'
import type { LoadedSchedule } from '../../store/schedule/repository.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findSchedule } from '../../store/sql/find-rows.ts'
import type { ScheduleRow } from '../../store/tables.ts'
import { checkChargeable } from '../charge/checks.ts'
import { invalidState, notFound, scheduleEnded, scheduleMoved } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ScheduleUpdateInput } from '../command/inputs.ts'
import type { Refused } from '../command/run.ts'
import { kept } from '../consumer/checks.ts'
import { type Decided, type ScheduleChanged, scheduleApply } from './apply.ts'
import { checkScheduledAmount, scheduleUpdateIssues } from './checks.ts'

type Code = 'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE' | 'AMOUNT_EXCEEDED' | 'AMOUNT_UNSUPPORTED'
type Refusal = Extract<UserError, { code: Code }>

/**
 * Changes a schedule from its next occurrence on: amount, end, retry policy, or the agreement that is charged (a new
 * card of the same consumer). An occurrence that is being charged or retried keeps its amount, and is retried under the
 * new agreement.
 */
export async function scheduleUpdate(
  deps: Deps,
  caller: Caller,
  input: ScheduleUpdateInput,
): Promise<Result<ScheduleChanged, Code>> {
  const issues = scheduleUpdateIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  const found = await findSchedule(deps.database, caller.tenant, input.scheduleId)
  if (found === undefined) return notFound('schedule', input.scheduleId)
  const lockedAgreementId = input.agreementId ?? found.agreementId
  return scheduleApply(deps, caller, {
    scheduleId: found.id,
    agreementId: lockedAgreementId,
    change: (loaded, { sql, cause: { now } }) => decide(deps, caller, { loaded, input, lockedAgreementId, sql, now }),
  })
}

interface Update {
  readonly loaded: LoadedSchedule
  readonly input: ScheduleUpdateInput
  /**
   * The agreement in the input; without one, the schedule's agreement before it was locked, which can have changed
   * since.
   */
  readonly lockedAgreementId: string
  readonly sql: Transaction
  readonly now: Date
}

async function decide(deps: Deps, caller: Caller, update: Update): Promise<Decided<Refusal>> {
  const { input, now } = update
  const { row, state } = update.loaded
  if (input.expectedVersion != null && input.expectedVersion !== row.version)
    return invalidState(
      row.status,
      `The schedule has version ${row.version}, but expectedVersion is ${input.expectedVersion}. Query the ` +
        'schedule again before you change it.',
    )
  if (isTerminalSchedule(row.status)) return scheduleEnded(row.status)
  if (input.endDate != null && input.endDate < row.anchorDate) return endsBeforeItBegins
  const wrong = await checkAgreement(deps, caller, update)
  if (wrong) return wrong
  const columns = changedColumns(row, update)
  const changes = {
    ...(input.amount ? { amount: input.amount.value } : {}),
    ...(input.endDate === undefined ? {} : { endDate: input.endDate }),
    ...(input.maxOccurrences === undefined ? {} : { maxOccurrences: input.maxOccurrences }),
    ...(input.retryPolicy ? { onExhausted: input.retryPolicy.onExhausted } : {}),
  }
  if (isSame(row, { ...changes, ...columns })) return { ok: true, state }
  return { ok: true, state: changeSchedule(state, changes, { now, newId: () => newId('occurrence', now) }), columns }
}

const endsBeforeItBegins = invalidInput([
  { path: ['endDate'], code: 'RANGE', message: 'Must not be before anchorDate.' },
])

/** Amount and agreement must fit each other, whichever of the two is changed. */
async function checkAgreement(
  deps: Deps,
  caller: Caller,
  { loaded: { row, state }, input, lockedAgreementId, sql, now }: Update,
): Promise<Refused<Refusal> | undefined> {
  const agreementId = input.agreementId ?? row.agreementId
  const moves = agreementId !== row.agreementId
  if (!moves && !input.amount) return undefined
  if (agreementId !== lockedAgreementId) return scheduleMoved(row.status)
  const locked = await loadAgreement(sql, caller.tenant, agreementId)
  if (locked === undefined) return notFound('agreement', agreementId)
  if (locked.row.consumerId !== row.consumerId)
    return unsupported(['agreementId'], "Must be an agreement of the schedule's consumer.")
  const amount = input.amount ?? { value: row.amount, currency: row.currency }
  if (amount.currency !== row.currency)
    return unsupported(
      ['amount', 'currency'],
      `Must be ${row.currency}, the currency of the schedule. For another currency, create another schedule.`,
    )
  const closed = moves
    ? await checkChargeable(sql, caller, locked.row, { now, at: nextChargeAt(state, now) })
    : undefined
  if (closed) return closed
  const wrong = await checkScheduledAmount(deps, sql, locked, amount, {
    description: input.description ?? row.description,
    now,
  })
  if (wrong === undefined) return undefined
  if (wrong.error.code !== 'UNSUPPORTED_BY_PROVIDER') return refuse(wrong.error)
  return unsupported(moves ? ['agreementId'] : ['amount'], wrong.error.message)
}

function unsupported(path: readonly string[], message: string) {
  return invalidInput([{ path, code: 'UNSUPPORTED', message }])
}

function changedColumns(row: ScheduleRow, { input }: Update) {
  return {
    agreementId: input.agreementId ?? row.agreementId,
    retryAfterDays: input.retryPolicy?.retryAfterDays ?? row.retryAfterDays,
    reference: kept(input.reference, row.reference),
    description: kept(input.description, row.description),
    metadata: kept(input.metadata as JsonObject | null | undefined, row.metadata),
  }
}

function isSame(row: ScheduleRow, changes: object): boolean {
  const present: Record<string, unknown> = { ...row }
  return Object.entries(changes).every(([name, value]) => canonicalJson([present[name]]) === canonicalJson([value]))
}
