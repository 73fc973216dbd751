import { type AgreementState, type AgreementStates, giveInstrument } from '../../domain/agreement/transition.ts'
import type { EventSource, OperationKind, Tenant } from '../../domain/enums.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import { newInstrument, openToken, refineInstrument } from '../../store/agreement/instruments.ts'
import {
  agreementWrites,
  type LoadedAgreement,
  type LoadedWithCharge,
  loadAgreementWithCharge,
} from '../../store/agreement/repository.ts'
import { chargeWrites, newOperationId } from '../../store/charge/repository.ts'
import { openRequestsOfAgreement } from '../../store/provider-request/find.ts'
import {
  type Call,
  insertCall,
  progressProviderRequests,
  type RequestProgress,
} from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { commit, type Write } from '../../store/sql/write.ts'
import type { AgreementRow, ChargeRow, ProviderRequestRow } from '../../store/tables.ts'
import { matchWaiting } from '../../store/webhook/match.ts'
import { firstStatusQueryAt, followUps } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { lateRevocation } from './revocation-request.ts'

export interface AgreementUpdate {
  readonly tenant: Tenant
  readonly agreementId: string
  readonly source: EventSource
  readonly actor: string | null
  readonly change: (records: AgreementStates, newId: (kind: OperationKind) => string) => AgreementStates
  readonly call?: Call
  /**
   * True if the response suggests that the provider knows the request: the first status query is then sent without a
   * delay.
   */
  readonly askAtOnce?: boolean
  readonly alongside?: readonly Write[]
}

export interface AppliedAgreement {
  readonly agreement: AgreementRow
  readonly changed: boolean
  /** The initial charge, if its status changed. */
  readonly movedCharge?: Pick<ChargeRow, 'provider' | 'status'> | undefined
}

/**
 * The single write path of an existing agreement, as `chargeApply` is for a charge: loads the agreement and its initial
 * charge under their locks, runs the pure transition, writes the change with its events, commits, then wakes the log's
 * readers.
 */
export async function agreementApply(deps: Deps, update: AgreementUpdate): Promise<AppliedAgreement | undefined> {
  const now = deps.clock.now()
  const locks = [aggregateLock('agreement', update.agreementId)]
  const applied = await deps.database.transaction(
    async sql => {
      const [loaded, requests] = await Promise.all([
        loadAgreementWithCharge(sql, update.tenant, update.agreementId),
        openRequestsOfAgreement(sql, update.agreementId),
      ])
      return loaded && save(deps, sql, { ...loaded, update, requests, now })
    },
    { locks },
  )
  if (applied?.changed) deps.tail.wake()
  if (applied?.movedCharge) deps.meter?.chargeMoved(applied.movedCharge)
  return applied
}

interface Saving extends LoadedWithCharge {
  readonly update: AgreementUpdate
  /** Requests to create or to revoke the agreement whose outcome is not known. */
  readonly requests: readonly ProviderRequestRow[]
  readonly now: Date
}

async function save(deps: Deps, sql: Transaction, saving: Saving): Promise<AppliedAgreement> {
  const { agreement: loaded, first, update, now } = saving
  const before: AgreementStates = { agreement: loaded.state, initialCharge: first?.state ?? null }
  const reported = update.change(before, kind => newOperationId(kind, now))
  const late = lateRevocation(deps, loaded, reported, now)
  const changed = late?.records ?? reported
  const cause = { source: update.source, actor: update.actor, now }
  const instrument = reported.instrument && instrumentUpdate(deps, loaded, reported.instrument, now)
  const columns = instrument ? { columns: { instrumentId: instrument.id } } : {}
  // Every change needs its version and its event, even if only the instrument has changed.
  const unseen = instrument !== undefined && changed.agreement.steps.length === 0
  const after = unseen ? { ...changed, agreement: giveInstrument(changed.agreement) } : changed
  const { row, writes } = await agreementWrites(sql, loaded, after.agreement, cause, columns)
  const charge = first && after.initialCharge ? await chargeWrites(sql, first, after.initialCharge, cause) : undefined
  const changes = [...(instrument ? [instrument.write] : []), ...writes, ...(charge?.writes ?? [])]
  const all = [
    ...changes,
    ...(late ? [late.write] : []),
    ...(first && after.initialCharge ? followUps(first, after.initialCharge, now, {}) : []),
    ...agreementFollowUps(saving, after),
    ...(update.alongside ?? []),
  ]
  if (all.length === 0) return { agreement: loaded.row, changed: false }
  const written = await commit(sql, all)
  const movedCharge = charge && charge.row.status !== first?.row.status ? charge.row : undefined
  if (writes.length === 0) return { agreement: loaded.row, changed: changes.length > 0, movedCharge }
  return { agreement: { ...row, ...written }, changed: true, movedCharge }
}

/**
 * What a report about the means of payment adds: another instrument, or more details of the known one. Undefined if
 * nothing.
 */
function instrumentUpdate(
  { vault }: Deps,
  loaded: LoadedAgreement,
  reported: InstrumentReport,
  now: Date,
): { readonly id: string; readonly write: Write } | undefined {
  const { consumer, instrument } = loaded
  if (consumer.erasedAt !== null) return undefined
  if (instrument === null || openToken(vault, consumer, instrument) !== reported.token)
    return newInstrument(vault, loaded, reported, now)
  if (reported.brand === undefined || reported.brand === instrument.brand) return undefined
  return { id: instrument.id, write: refineInstrument(instrument.id, reported) }
}

/** Settles the requests to create and to revoke by the new status of the agreement and of the charge made with it. */
function agreementFollowUps({ agreement: loaded, requests, now, update }: Saving, after: AgreementStates): Write[] {
  const { call, askAtOnce = false } = update
  const outcome = call?.outcome ?? 'reported'
  const progress: RequestProgress[] = []
  for (const { id, purpose, revocationId, state } of requests) {
    const resolution =
      purpose === 'AGREEMENT_CREATE' ? creationState(after, call) : revocationState(after.agreement, revocationId)
    if (resolution === 'known')
      progress.push({ id, state: 'SETTLED', outcome, nextStatusQueryAt: null, settledAt: now })
    else if (resolution === 'unknown' && state === 'SENDING')
      progress.push({
        id,
        state: 'UNKNOWN',
        outcome,
        nextStatusQueryAt: askAtOnce ? now : firstStatusQueryAt(now),
        settledAt: null,
      })
  }
  const learned = loaded.row.providerReference === null ? after.agreement.agreement.providerReference : null
  return [
    ...(progress.length > 0 ? [progressProviderRequests(progress)] : []),
    ...(call ? [insertCall(call)] : []),
    ...(learned === null ? [] : [matchWaiting({ ...loaded.row, providerReference: learned, now })]),
  ]
}

type Resolution = 'known' | 'unknown' | 'underWay'

/** The outcome of a creation is known if the status of the agreement and of the charge made with it is known. */
function creationState({ agreement, initialCharge }: AgreementStates, call: Call | undefined): Resolution {
  const authorization = initialCharge?.operations.find(({ kind }) => kind === 'AUTHORIZATION')?.status
  const chargeKnown = authorization === undefined || (authorization !== 'PROCESSING' && authorization !== 'UNKNOWN')
  if (agreement.agreement.status !== 'INITIALIZING' && chargeKnown) return 'known'
  return authorization === 'UNKNOWN' || call?.outcome === 'unknown' ? 'unknown' : 'underWay'
}

function revocationState({ revocations }: AgreementState, id: string | null): Resolution {
  const status = revocations.find(revocation => revocation.id === id)?.status
  if (status === 'SUCCEEDED' || status === 'FAILED') return 'known'
  return status === 'UNKNOWN' ? 'unknown' : 'underWay'
}
