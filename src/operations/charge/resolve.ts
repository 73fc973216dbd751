import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { moveAgreement } from '../../domain/agreement/transition.ts'
import { foundUndone, resolveOperation } from '../../domain/charge/resolution.ts'
import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, type Result, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import { agreementWrites, lockAgreement } from '../../store/agreement/repository.ts'
import { chargeWrites, type LoadedCharge, lockCharge, newOperationId } from '../../store/charge/repository.ts'
import { progressProviderRequests } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, mustFind } from '../../store/sql/find-rows.ts'
import { type Write, write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { ChargeResolveInput } from '../command/inputs.ts'

const NOTE_MAX = 1_000

export interface ChargeResolved {
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * An operator settles an operation that no status query could, with a note for the record. The caller must have the scope for
 * it: that is checked where callers come in.
 */
export async function chargeResolve(
  deps: Deps,
  caller: Caller,
  input: ChargeResolveInput,
): Promise<
  Result<
    ChargeResolved,
    'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE' | 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS'
  >
> {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.text(['note'], input.note, { max: NOTE_MAX })
  if (issues.found.length > 0) return invalidInput(issues.found)
  const before = await findCharge(deps.database, caller.tenant, input.chargeId)
  if (before === undefined) return notFound('charge', input.chargeId)
  // A first charge that came to nothing ends its agreement: both are locked, in the house's order.
  const locks = [aggregateLock('agreement', before.agreementId), aggregateLock('charge', before.id)]
  const result = await once(
    deps,
    caller,
    { mutation: 'chargeResolve', input, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, input, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  deps.tail.wake()
  const charge = await mustFind(findCharge(deps.database, caller.tenant, before.id))
  return succeed({ charge, replayed: result.kind === 'replayed', eventCursor: cursorOf(deps, caller, charge) })
}

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
}

async function record(
  deps: Deps,
  caller: Caller,
  input: ChargeResolveInput,
  { sql, bind, now }: Recording,
): Promise<{ made: true } | { refused: Extract<UserError, { code: 'NOT_FOUND' | 'INVALID_STATE' }> }> {
  const loaded = await lockCharge(sql, caller.tenant, input.chargeId)
  if (loaded === undefined) return { refused: notFound('charge', input.chargeId).error }
  const { operationId, outcome, note, idempotencyKey: key } = input
  const finding = { operationId, outcome, note, key: deps.vault.mac('fingerprint', key).toString('hex').slice(0, 16) }
  const resolved = resolveOperation(loaded.state, finding, loaded.row.captureMode, kind => newOperationId(kind, now))
  if (!resolved.ok) return { refused: invalidState(loaded.row.status, resolved.why).error }
  const cause = { source: 'OPERATOR', actor: caller.actor, now } as const
  const { writes } = await chargeWrites(sql, loaded, resolved.state, cause)
  await write(sql, [
    ...writes,
    ...(await agreementEnded(sql, caller, { loaded, input, now })),
    ...requestSettled(loaded, operationId, now),
    bind(loaded.row.id),
  ])
  return { made: true }
}

/** Without its first charge an agreement that was not ACTIVE yet comes to nothing, too. */
async function agreementEnded(
  sql: Transaction,
  caller: Caller,
  { loaded, input, now }: { loaded: LoadedCharge; input: ChargeResolveInput; now: Date },
): Promise<readonly Write[]> {
  const { reason, agreementId } = loaded.row
  if (reason !== 'INITIAL' || input.outcome !== 'FAILED') return []
  const agreement = await lockAgreement(sql, caller.tenant, agreementId)
  if (agreement === undefined || agreement.row.status === 'ACTIVE' || isTerminalAgreement(agreement.row.status))
    return []
  const ended = moveAgreement(agreement.state, 'FAILED', { failure: foundUndone })
  const cause = { source: 'OPERATOR', actor: caller.actor, now } as const
  return (await agreementWrites(sql, agreement, ended, cause)).writes
}

function requestSettled({ operations }: LoadedCharge, operationId: string, now: Date): Write[] {
  const operation = operations.find(({ id }) => id === operationId)
  if (operation?.providerRequestId == null || operation.requestState === 'SETTLED') return []
  const settled = { state: 'SETTLED', outcome: 'resolved', nextStatusQueryAt: null, settledAt: now } as const
  return [progressProviderRequests([{ id: operation.providerRequestId, ...settled }])]
}
