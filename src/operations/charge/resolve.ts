import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { moveAgreement } from '../../domain/agreement/transition.ts'
import { foundUndone, resolveOperation } from '../../domain/charge/resolution.ts'
import type { Tenant } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue, Result, UserError } from '../../domain/input/user-error.ts'
import { agreementWrites, loadAgreement } from '../../store/agreement/repository.ts'
import { chargeWrites, type LoadedCharge, loadCharge, newOperationId } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { progressProviderRequests } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, mustFind } from '../../store/sql/find-rows.ts'
import type { Write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeResolveInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runOnce } from '../command/run.ts'

const NOTE_MAX = 1_000

export interface ChargeResolved {
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * Lets an operator settle an operation that no status query could settle, with a note for the record. The scope of the
 * caller is checked at the entrance of the API.
 */
export function chargeResolve(
  deps: Deps,
  caller: Caller,
  input: ChargeResolveInput,
): Promise<
  Result<
    ChargeResolved,
    'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE' | 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS'
  >
> {
  const { database } = deps
  const { tenant } = caller
  const { chargeId } = input
  return runOnce(deps, caller, {
    mutation: 'chargeResolve',
    input,
    issues: resolveInputIssues(input),
    locks: async () => {
      // If an initial charge fails, its agreement ends. Both are locked, the agreement first as everywhere.
      const before = await findCharge(database, tenant, chargeId)
      const agreement = before ? [aggregateLock('agreement', before.agreementId)] : []
      return [...agreement, aggregateLock('charge', chargeId)]
    },
    load: sql => loadCharge(sql, tenant, chargeId),
    decide: (charge, at) => decide(deps, caller, { input, charge }, at),
    answer: async ({ replayed }) => {
      const charge = await mustFind(findCharge(database, tenant, chargeId))
      return { charge, replayed, eventCursor: cursorOf(deps, caller, charge) }
    },
  })
}

function resolveInputIssues(input: ChargeResolveInput): readonly InputIssue[] {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.text(['note'], input.note, { max: NOTE_MAX })
  return issues.found
}

async function decide(
  deps: Deps,
  caller: Caller,
  { input, charge }: { readonly input: ChargeResolveInput; readonly charge: LoadedCharge | undefined },
  { sql, cause: { now } }: Deciding,
): Promise<Recorded | Refused<Extract<UserError, { code: 'NOT_FOUND' | 'INVALID_STATE' }>>> {
  if (charge === undefined) return notFound('charge', input.chargeId)
  const { operationId, outcome, note, idempotencyKey: key } = input
  const finding = { operationId, outcome, note, key: deps.vault.mac('fingerprint', key).toString('hex').slice(0, 16) }
  const resolved = resolveOperation(charge.state, finding, charge.row.captureMode, kind => newOperationId(kind, now))
  if (!resolved.ok) return invalidState(charge.row.status, resolved.why)
  const cause = { source: 'OPERATOR', actor: caller.actor, now } as const
  const { writes } = await chargeWrites(sql, charge, resolved.state, cause)
  const ended = outcome === 'FAILED' ? await agreementEnded(sql, caller.tenant, charge, cause) : []
  return { ok: true, id: charge.row.id, writes: [...writes, ...ended, ...requestSettled(charge, operationId, now)] }
}

/** If the initial charge fails, an agreement that is not ACTIVE yet fails as well. */
async function agreementEnded(
  sql: Transaction,
  tenant: Tenant,
  { row: { reason, agreementId } }: LoadedCharge,
  cause: Cause,
): Promise<readonly Write[]> {
  if (reason !== 'INITIAL') return []
  const agreement = await loadAgreement(sql, tenant, agreementId)
  if (agreement === undefined || agreement.row.status === 'ACTIVE' || isTerminalAgreement(agreement.row.status))
    return []
  const ended = moveAgreement(agreement.state, 'FAILED', { failure: foundUndone })
  return (await agreementWrites(sql, agreement, ended, cause)).writes
}

function requestSettled({ operations }: LoadedCharge, operationId: string, now: Date): Write[] {
  const operation = operations.find(({ id }) => id === operationId)
  if (operation?.providerRequestId == null || operation.requestState === 'SETTLED') return []
  const settled = { state: 'SETTLED', outcome: 'resolved', nextStatusQueryAt: null, settledAt: now } as const
  return [progressProviderRequests([{ id: operation.providerRequestId, ...settled }])]
}
