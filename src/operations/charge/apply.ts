import type { ChargeState, OperationFacts } from '../../domain/charge/transition.ts'
import type { EventSource, OperationKind, Tenant } from '../../domain/enums.ts'
import { chargeWrites, type LoadedCharge, loadCharge, newOperationId } from '../../store/charge/repository.ts'
import {
  type Call,
  insertCall,
  progressProviderRequests,
  type RequestProgress,
} from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { commit, type Write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables.ts'
import { matchWaiting } from '../../store/webhook/match.ts'
import type { Deps } from '../command/deps.ts'

/** The delay of the first status query after a response was lost. */
const FIRST_QUERY_MS = 1_000

export interface ChargeUpdate {
  readonly tenant: Tenant
  readonly chargeId: string
  readonly source: EventSource
  /** The key, operator or worker; null if the provider caused the update. */
  readonly actor: string | null
  /**
   * The pure transition of the records. `newId` is for operations that the provider made without a request of the
   * gateway.
   */
  readonly change: (state: ChargeState, newId: (kind: OperationKind) => string) => ChargeState
  /** The exchange that brought the update, for the timeline. */
  readonly call?: Call
  /**
   * True if the response suggests that the provider knows the request: the first status query is then sent without a
   * delay.
   */
  readonly askAtOnce?: boolean
  /** Written in the same statement: for example the notification that brought the update. */
  readonly alongside?: readonly Write[]
}

export interface AppliedCharge {
  readonly charge: ChargeRow
  readonly operations: readonly OperationFacts[]
  /** True if at least one change was made. */
  readonly changed: boolean
  /** True if its status changed. */
  readonly moved?: boolean
}

/**
 * The single write path of an existing charge, for every answer, webhook and status query: loads it under its lock,
 * runs the pure transition, writes the change with its events, commits, then wakes the log's readers. Undefined if the
 * tenant has no such charge.
 */
export async function chargeApply(deps: Deps, update: ChargeUpdate): Promise<AppliedCharge | undefined> {
  const now = deps.clock.now()
  const locks = [aggregateLock('charge', update.chargeId)]
  const applied = await deps.database.transaction(
    async sql => {
      const loaded = await loadCharge(sql, update.tenant, update.chargeId)
      if (loaded === undefined) return undefined
      const changed = update.change(loaded.state, kind => newOperationId(kind, now))
      const cause = { source: update.source, actor: update.actor, now }
      const { row, writes } = await chargeWrites(sql, loaded, changed, cause)
      const all = [...writes, ...followUps(loaded, changed, now, update), ...(update.alongside ?? [])]
      const { operations } = changed
      if (all.length === 0) return { charge: loaded.row, operations, changed: false }
      const charge: ChargeRow = { ...row, ...(await commit(sql, all)) }
      return writes.length === 0
        ? { charge: loaded.row, operations, changed: false }
        : {
            charge,
            operations,
            moved: charge.status !== loaded.row.status,
            changed: changed.steps.length > 0 || changed.notes.length > 0,
          }
    },
    { locks },
  )
  if (applied?.changed) deps.tail.wake()
  if (applied?.moved) deps.meter?.chargeMoved(applied.charge)
  return applied
}

/**
 * The writes that a change of the records causes: to its provider requests, and to notifications that waited for this
 * charge.
 */
export function followUps(
  loaded: LoadedCharge,
  changed: ChargeState,
  now: Date,
  { call, askAtOnce = false }: { readonly call?: Call; readonly askAtOnce?: boolean },
): Write[] {
  const progress = requestProgress(loaded, changed, now, { outcome: call?.outcome ?? 'reported', askAtOnce })
  const learned = loaded.row.providerReference === null ? changed.charge.providerReference : null
  return [
    ...(progress.length > 0 ? [progressProviderRequests(progress)] : []),
    ...(call ? [insertCall(call)] : []),
    ...(learned === null ? [] : [matchWaiting({ ...loaded.row, providerReference: learned, now })]),
  ]
}

/**
 * A provider request is settled once its operation's outcome is known, or once the provider has certainly accepted it.
 */
function requestProgress(
  loaded: LoadedCharge,
  changed: ChargeState,
  now: Date,
  { outcome, askAtOnce }: { outcome: string; askAtOnce: boolean },
): RequestProgress[] {
  const progress: RequestProgress[] = []
  for (const { id, providerRequestId, requestState, requestPurpose } of loaded.operations) {
    if (providerRequestId === null || requestState === null || requestState === 'SETTLED') continue
    // `agreementApply` settles it together with the agreement.
    if (requestPurpose === 'AGREEMENT_CREATE') continue
    const status = changed.operations.find(operation => operation.id === id)?.status
    if (status === 'UNKNOWN' && requestState === 'SENDING') {
      const nextStatusQueryAt = askAtOnce ? now : firstStatusQueryAt(now)
      progress.push({ id: providerRequestId, state: 'UNKNOWN', outcome, nextStatusQueryAt, settledAt: null })
    } else if (status === 'PENDING' || status === 'SUCCEEDED' || status === 'FAILED')
      progress.push({ id: providerRequestId, state: 'SETTLED', outcome, nextStatusQueryAt: null, settledAt: now })
  }
  return progress
}

/** When to send the first status query about a request whose response was lost. */
export function firstStatusQueryAt(now: Date): Date {
  return new Date(now.getTime() + FIRST_QUERY_MS)
}
