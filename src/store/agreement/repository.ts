import type { KeyHolder } from '../../base/encryption.ts'
import { type AgreementQuestion, isAnswered } from '../../domain/agreement/attention.ts'
import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { type AgreementState, openAgreement } from '../../domain/agreement/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import { nextReconciliation, waitingOfAgreement } from '../../domain/provider-request/reconciliation.ts'
import { type LoadedCharge, loadCharge } from '../charge/repository.ts'
import { holderOf, joinDataKey, type WithWrappedKey } from '../consumer/data-keys.ts'
import { type Cause, createdEvent, eventRows, withoutKnownNotes } from '../event-log/rows.ts'
import { endSchedulesOf } from '../schedule/of-agreement.ts'
import { aggregateLock, requireLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { type AgreementRow, agreements, type ConsumerRow, events, type RevocationRow, revocations } from '../tables.ts'
import type { StoredInstrument } from './instruments.ts'

/** An agreement that is loaded for a change or a charge: its row is locked until the transaction ends. */
export interface LoadedAgreement {
  readonly row: AgreementRow
  /** Oldest first. */
  readonly revocations: readonly RevocationRow[]
  /** The stored means of payment; null if the provider has reported none. */
  readonly instrument: StoredInstrument | null
  readonly consumer: AgreementConsumer
  readonly state: AgreementState
}

/** The data of an agreement's consumer that providers need, and the key that opens it. */
export type AgreementConsumer = KeyHolder & Pick<ConsumerRow, 'country' | 'locale' | 'encryptedPersonal' | 'erasedAt'>

/** An agreement to be written, without the columns that the database computes. */
export type NewAgreement = Omit<AgreementRow, 'snapshotXmin'>

/** The prefix of a revocation's columns. */
const REVOCATION = 'revocation.'

type Beside = Omit<AgreementConsumer, keyof KeyHolder> &
  WithWrappedKey & { readonly encryptedToken: Buffer | null; readonly brand: string | null }

const load = statement<Beside>(
  'agreement-load',
  `SELECT ${agreements.select('a')}, ${revocations.selectAs('r', REVOCATION)},
     c.country, c.locale, c.encrypted_personal AS "encryptedPersonal", c.erased_at AS "erasedAt",
     i.encrypted_token AS "encryptedToken", i.brand, k.wrapped_key AS "wrappedKey"
   FROM agreements a JOIN consumers c ON c.id = a.consumer_id ${joinDataKey('a')} LEFT JOIN instruments i ON i.id = a.instrument_id
     LEFT JOIN revocations r ON r.agreement_id = a.id
   WHERE a.id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode ORDER BY r.id FOR UPDATE OF a`,
)

/**
 * Locks an agreement and reads everything that its rules need. The transaction must hold the agreement's advisory lock
 * already. Undefined if the tenant has no such agreement.
 */
export async function loadAgreement(
  sql: Transaction,
  tenant: Tenant,
  id: string,
): Promise<LoadedAgreement | undefined> {
  requireLock(sql, 'agreement', id)
  const found = await sql.rows(load, [id, tenant.merchantId, tenant.mode])
  const row = found[0] && agreements.pick(found[0], '')
  if (found[0] === undefined || row === undefined) return undefined
  const { encryptedToken, brand, country, locale, encryptedPersonal, erasedAt } = found[0]
  const requested = found.flatMap(joined => revocations.pick(joined, REVOCATION) ?? [])
  return {
    row,
    consumer: { ...holderOf(row.consumerId, found[0]), country, locale, encryptedPersonal, erasedAt },
    // The token of an erased consumer is useless, and its key may be destroyed.
    instrument:
      row.instrumentId !== null && encryptedToken !== null && erasedAt === null
        ? { id: row.instrumentId, encryptedToken, brand }
        : null,
    revocations: requested,
    state: openAgreement(row, requested),
  }
}

const initial = statement<{ id: string }>(
  'agreement-initial-charge-id',
  `SELECT c.id FROM charges c
   WHERE c.agreement_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND c.reason = 'INITIAL'`,
)

/** The charge that was made with the agreement. Undefined if it was made without one. */
export async function initialChargeId(sql: Sql, tenant: Tenant, agreementId: string): Promise<string | undefined> {
  return (await sql.row(initial, [agreementId, tenant.merchantId, tenant.mode]))?.id
}

/** An agreement and the charge that was made with it, if there is one: they change together. */
export interface LoadedWithCharge {
  readonly agreement: LoadedAgreement
  readonly first: LoadedCharge | undefined
}

/** Locks and reads both. The transaction must hold the agreement's advisory lock; the charge's lock is taken here. */
export async function loadAgreementWithCharge(
  sql: Transaction,
  tenant: Tenant,
  id: string,
): Promise<LoadedWithCharge | undefined> {
  const chargeId = await initialChargeId(sql, tenant, id)
  // Both advisory locks come before both rows, because a transaction that waits for one must not have a transaction id
  // yet.
  const [, agreement, first] = await Promise.all([
    chargeId && sql.lock(aggregateLock('charge', chargeId)),
    loadAgreement(sql, tenant, id),
    chargeId ? loadCharge(sql, tenant, chargeId) : undefined,
  ])
  return agreement && { agreement, first }
}

/** The writes of a new agreement: its row and its event. */
export function newAgreementWrites(row: NewAgreement, cause: Cause): Write[] {
  const { provider, paymentMethod, status } = row
  const data = { provider, paymentMethod }
  const state = { status, terminal: isTerminalAgreement(status) }
  const created = createdEvent(agreementSubject(row), cause, { type: 'agreement.created', data }, state)
  return [insert(agreements, [row]), insert(events, [created])]
}

/** The writes of a changed state: the agreement, its revocations and its events. Nothing if the state is unchanged. */
export async function agreementWrites(
  sql: Sql,
  loaded: LoadedAgreement,
  changed: AgreementState,
  cause: Cause,
  given: { readonly reason?: string | null; readonly columns?: Partial<NewAgreement> } = {},
): Promise<{ row: NewAgreement; writes: Write[] }> {
  const state = await withAttention(sql, loaded, changed, cause.now)
  const before = loaded.row
  if (state.agreement === loaded.state.agreement && given.columns === undefined) return { row: before, writes: [] }
  const updatedAt = state.steps.length > 0 ? cause.now : before.updatedAt
  const reconcileAt = nextReconciliation(waitingOfAgreement(state.agreement.status), updatedAt, cause.now)
  // The consumer's IP address is personal data and is not needed any longer in other statuses.
  const encryptedClientIp = state.agreement.status === 'AUTHENTICATION_PENDING' ? before.encryptedClientIp : null
  const row: NewAgreement = {
    ...{ ...before, ...state.agreement, encryptedClientIp },
    ...given.columns,
    updatedAt,
    reconcileAt,
  }
  const known = new Map(loaded.revocations.map(revocation => [revocation.id, revocation]))
  const asked = state.revocations.map((facts): NewRow<typeof revocations> => {
    const whose = { merchantId: row.merchantId, mode: row.mode, agreementId: row.id }
    const present = known.get(facts.id) ?? { ...whose, reason: given.reason ?? null, createdAt: cause.now }
    return { ...present, ...facts, updatedAt: cause.now }
  })
  const added = asked.filter(({ id }) => !known.has(id))
  const moved = asked.filter(({ id, status }) => known.has(id) && known.get(id)?.status !== status)
  return {
    row,
    writes: [
      update(agreements, [row]),
      ...(ends(before, row) ? [endSchedulesOf(row.id)] : []),
      insert(revocations, added),
      update(revocations, moved),
      insert(
        events,
        eventRows(agreementSubject(row), cause, state, {
          version: row.version,
          status: row.status,
          terminal: isTerminalAgreement(row.status),
        }),
      ),
    ],
  }
}

/** True if no new charge is made after this change. */
function ends(before: NewAgreement, after: NewAgreement): boolean {
  const ended = ({ status, revokeRequestedAt }: NewAgreement) =>
    isTerminalAgreement(status) || revokeRequestedAt !== null
  return ended(after) && !ended(before)
}

function agreementSubject(row: Pick<AgreementRow, 'id' | 'merchantId' | 'mode' | 'consumerId'>) {
  const { id, merchantId, mode, consumerId } = row
  return { tenant: { merchantId, mode }, type: 'Agreement', id, consumerId, agreementId: id } as const
}

const questionsOf = statement<AgreementQuestion>(
  'agreement-questions',
  `SELECT type, data->>'key' AS key, data->>'purpose' AS purpose, occurred_at AS at
   FROM events WHERE subject_id = $1 AND NOT change`,
)

/**
 * The changed state with its new notes only. A repeated note does not ask for attention again, and the change that
 * settles the last open question clears `needsAttention`.
 */
async function withAttention(
  sql: Sql,
  { row, revocations }: LoadedAgreement,
  changed: AgreementState,
  now: Date,
): Promise<AgreementState> {
  const notes = await withoutKnownNotes(sql, row.id, changed.notes)
  const { agreement } = changed
  const asks = (needsAttention: boolean) => ({ ...changed, notes, agreement: { ...agreement, needsAttention } })
  if (!agreement.needsAttention || notes.some(({ needsAttention }) => needsAttention)) return { ...changed, notes }
  if (!row.needsAttention) return asks(false)
  if (changed.steps.length === 0) return { ...changed, notes }
  const requested = new Map(revocations.map(({ id, createdAt }) => [id, createdAt]))
  const succeeded = changed.revocations.findLast(({ status }) => status === 'SUCCEEDED')
  const revokedAt = succeeded ? (requested.get(succeeded.id) ?? now) : null
  const questions = await sql.rows(questionsOf, [row.id])
  return asks(!questions.every(question => isAnswered(question, changed, revokedAt)))
}
