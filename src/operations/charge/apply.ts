import type { ChargeBook, OperationFacts } from '../../domain/charge/transition.ts'
import type { EventSource, OperationKind, Tenant } from '../../domain/enums.ts'
import { chargeWrites, type LoadedCharge, lockCharge, newOperationId } from '../../store/charge/repository.ts'
import {
  type AttemptProgress,
  type Call,
  insertCall,
  progressAttempts,
} from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { type Write, withFloor, write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import { matchWaiting } from '../../store/webhook/match.ts'
import type { Deps } from '../command/deps.ts'

/** How long after an answer was lost the provider is first asked. */
const FIRST_LOOK_UP_MS = 1_000

export interface ChargeNews {
  readonly tenant: Tenant
  readonly chargeId: string
  readonly source: EventSource
  /** The key, operator or worker; null where the provider caused it. */
  readonly actor: string | null
  /** The pure rule: what the news makes of the books. `newId` is for operations the provider did by itself. */
  readonly change: (book: ChargeBook, newId: (kind: OperationKind) => string) => ChargeBook
  /** The exchange that brought the news, for the timeline. */
  readonly call?: Call
  /** True where the provider all but says that it knows the request: it is asked without waiting first. */
  readonly askAtOnce?: boolean
  /** Written in the same statement: the notification that brought the news. */
  readonly alongside?: readonly Write[]
}

export interface AppliedCharge {
  readonly charge: ChargeRow
  readonly operations: readonly OperationFacts[]
  /** True where at least one change was made. */
  readonly changed: boolean
}

/**
 * The one road: the only way by which anything changes a charge, whatever brought it (answer, webhook, look-up,
 * operator). Locks the row, runs the pure transition, writes the change with its events, commits, then hints the log's
 * readers. Undefined where the tenant has no such charge.
 */
export async function chargeApply(deps: Deps, news: ChargeNews): Promise<AppliedCharge | undefined> {
  const now = deps.clock.now()
  const locks = [aggregateLock('charge', news.chargeId)]
  const applied = await deps.database.transaction(
    async sql => {
      const loaded = await lockCharge(sql, news.tenant, news.chargeId)
      if (loaded === undefined) return undefined
      const changed = news.change(loaded.book, kind => newOperationId(kind, now))
      const cause = { source: news.source, actor: news.actor, now }
      const { row, writes } = await chargeWrites(sql, loaded, changed, cause)
      const all = [...writes, ...followUps(loaded, changed, now, news), ...(news.alongside ?? [])]
      const { operations } = changed
      if (all.length === 0) return { charge: loaded.row, operations, changed: false }
      const charge = withFloor<ChargeRow>(row, await write(sql, all))
      return writes.length === 0
        ? { charge: loaded.row, operations, changed: false }
        : { charge, operations, changed: changed.steps.length > 0 || changed.notes.length > 0 }
    },
    { locks },
  )
  if (applied?.changed) deps.tail.hint()
  return applied
}

/** What a change of the books means for the attempts behind it, and for notifications that waited for this charge. */
export function followUps(
  loaded: LoadedCharge,
  changed: ChargeBook,
  now: Date,
  { call, askAtOnce = false }: { readonly call?: Call; readonly askAtOnce?: boolean },
): Write[] {
  const progress = attemptProgress(loaded, changed, now, { outcome: call?.outcome ?? 'reported', askAtOnce })
  const learned = loaded.row.providerReference === null ? changed.charge.providerReference : null
  return [
    ...(progress.length > 0 ? [progressAttempts(progress)] : []),
    ...(call ? [insertCall(call)] : []),
    ...(learned === null ? [] : [matchWaiting({ provider: loaded.row.provider, providerReference: learned, now })]),
  ]
}

/** An attempt is settled once its operation's outcome is known or the provider has plainly taken it. */
function attemptProgress(
  loaded: LoadedCharge,
  changed: ChargeBook,
  now: Date,
  { outcome, askAtOnce }: { outcome: string; askAtOnce: boolean },
): AttemptProgress[] {
  const progress: AttemptProgress[] = []
  for (const { id, attemptId, attemptState, attemptPurpose } of loaded.operations) {
    if (attemptId === null || attemptState === null || attemptState === 'SETTLED') continue
    // Settled together with its agreement, by the agreement's road.
    if (attemptPurpose === 'AGREEMENT_CREATE') continue
    const status = changed.operations.find(operation => operation.id === id)?.status
    if (status === 'UNKNOWN' && attemptState === 'SENDING') {
      const nextLookUpAt = askAtOnce ? now : firstLookUpAt(now)
      progress.push({ id: attemptId, state: 'UNKNOWN', outcome, nextLookUpAt, settledAt: null })
    } else if (status === 'PENDING' || status === 'SUCCEEDED' || status === 'FAILED')
      progress.push({ id: attemptId, state: 'SETTLED', outcome, nextLookUpAt: null, settledAt: now })
  }
  return progress
}

/** When the provider is first asked about a request whose answer was lost. */
export function firstLookUpAt(now: Date): Date {
  return new Date(now.getTime() + FIRST_LOOK_UP_MS)
}
