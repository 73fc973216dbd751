import type { JsonObject } from '../../base/text/json.ts'
import { invalidInput, type Result, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import { lockAgreementRow } from '../../store/agreement/repository.ts'
import { scheduleOfTries } from '../../store/schedule/open-charge.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, mustFind } from '../../store/sql/find-rows.ts'
import { withSnapshotXmin, write } from '../../store/sql/write.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { ChargeCreateInput } from '../command/inputs.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/settle.ts'
import { chargeInputIssues, checkChargeable, findRetried } from './checks.ts'
import { chargeIntent } from './intent.ts'
import { chargeUnder, type NewCharge } from './new.ts'

export interface ChargeCreated {
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * Charges an agreement. The intent is committed before the provider is called; the answer, whatever it is, comes back
 * by the one road. A decline is no error: the charge exists and says FAILED.
 */
export async function chargeCreate(
  deps: Deps,
  caller: Caller,
  input: ChargeCreateInput,
): Promise<Result<ChargeCreated>> {
  const issues = chargeInputIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  // A schedule tries its occurrences again under the agreement that it has by now: only its own lock keeps it from doing so meanwhile.
  const scheduleId = input.retryOf && (await scheduleOfTries(deps.database, caller.tenant, input.retryOf))
  const locks = [
    aggregateLock('agreement', input.agreementId),
    ...(scheduleId ? [aggregateLock('schedule', scheduleId)] : []),
  ]
  const result = await once(
    deps,
    caller,
    { mutation: 'chargeCreate', input, defaults, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, input, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'replayed') {
    const charge = await mustFind(findCharge(deps.database, caller.tenant, result.objectId))
    return succeed({ charge, replayed: true, eventCursor: cursorOf(deps, caller, charge) })
  }
  deps.tail.wake()
  const { recorded, providerRequest } = result.made
  const settled = await withinAnswerWait(deps, 'charge', () => sendAndApply(deps, providerRequest))
  const charge = settled?.charge?.charge ?? (await mustFind(findCharge(deps.database, caller.tenant, recorded.id)))
  return succeed({ charge, replayed: false, eventCursor: cursorOf(deps, caller, charge) })
}

const defaults = { captureMode: 'AUTOMATIC', initiator: 'MERCHANT', reason: 'UNSCHEDULED' }

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
}

/** One transaction: locks the agreement, decides what can be decided here, writes the intent. */
async function record(
  deps: Deps,
  caller: Caller,
  input: ChargeCreateInput,
  { sql, bind, now }: Recording,
): Promise<{ made: { recorded: ChargeRow; providerRequest: RecordedRequest } } | { refused: UserError }> {
  const locked = await lockAgreementRow(sql, caller.tenant, input.agreementId)
  if (locked === undefined) return { refused: notFound('agreement', input.agreementId).error }
  const { row: agreement } = locked
  const closed = await checkChargeable(sql, caller, agreement, { now })
  if (closed) return { refused: closed.error }
  const retry = await findRetried(sql, caller, input)
  if (!retry.ok) return { refused: retry.error }
  const row = newCharge(agreement, input, retry.retried, now)
  const cause = { source: 'API', actor: caller.actor, now } as const
  const intended = await chargeIntent(deps, sql, caller, locked, { row, cause, client: input.client })
  if (!intended.ok) return { refused: intended.error }
  const { writes, providerRequest } = intended.intent
  const written = await write(sql, [...writes, bind(row.id)])
  return { made: { recorded: withSnapshotXmin<ChargeRow>(row, written), providerRequest } }
}

function newCharge(agreement: AgreementRow, input: ChargeCreateInput, retried: ChargeRow | null, now: Date): NewCharge {
  return {
    ...chargeUnder(agreement, now),
    amount: input.amount.value,
    currency: input.amount.currency,
    captureMode: input.captureMode ?? 'AUTOMATIC',
    initiator: input.initiator ?? 'MERCHANT',
    reason: input.reason ?? 'UNSCHEDULED',
    retryOfId: retried?.id ?? null,
    attemptNumber: (retried?.attemptNumber ?? 0) + 1,
    reference: input.reference ?? null,
    description: input.description ?? null,
    returnUrl: input.returnUrl ?? null,
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
  }
}
