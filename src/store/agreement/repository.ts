import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { type AgreementState, openAgreement } from '../../domain/agreement/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import { nextReconciliation, waitingOfAgreement } from '../../domain/provider-request/reconciliation.ts'
import { type Cause, eventRows } from '../event-log/rows.ts'
import { endSchedulesOf } from '../schedule/of-agreement.ts'
import { aggregateLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { type AgreementRow, agreements } from '../tables/agreement.ts'
import type { ConsumerRow } from '../tables/consumer.ts'
import { events } from '../tables/event.ts'
import { type RevocationRow, revocations } from '../tables/revocation.ts'
import { withAttention } from './attention.ts'
import type { StoredInstrument } from './instruments.ts'

/** An agreement whose row is locked until the transaction ends. */
export interface LoadedAgreement {
  readonly row: AgreementRow
  /** Oldest first. */
  readonly revocations: readonly RevocationRow[]
  /** The stored means of payment; null where the provider has named none. */
  readonly instrument: StoredInstrument | null
  readonly consumer: AgreementConsumer
  readonly state: AgreementState
}

/** What providers are told of an agreement's consumer. */
export type AgreementConsumer = Pick<ConsumerRow, 'id' | 'country' | 'locale' | 'encryptedPersonal'>

type LockedRow = AgreementRow &
  Omit<AgreementConsumer, 'id'> & { readonly encryptedToken: Buffer | null; readonly brand: string | null }

const lock = statement<LockedRow>(
  'agreement-lock',
  `SELECT ${agreements.select('a')}, c.country, c.locale, c.encrypted_personal AS "encryptedPersonal",
     i.encrypted_token AS "encryptedToken", i.brand
   FROM agreements a JOIN consumers c ON c.id = a.consumer_id LEFT JOIN instruments i ON i.id = a.instrument_id
   WHERE a.id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode FOR UPDATE OF a`,
)

const revocationsOf = statement<RevocationRow>(
  'agreement-revocations',
  `SELECT ${revocations.select('r')} FROM revocations r
   WHERE r.agreement_id = $1 AND r.merchant_id = $2 AND r.mode = $3::mode ORDER BY r.id`,
)

/**
 * Locks an agreement's row and reads it. The transaction must hold the agreement's advisory lock already. Undefined
 * where the tenant has no such agreement.
 */
export async function lockAgreementRow(
  sql: Transaction,
  tenant: Tenant,
  id: string,
): Promise<Pick<LoadedAgreement, 'row' | 'instrument' | 'consumer'> | undefined> {
  if (!sql.holds(aggregateLock('agreement', id))) throw new Error(`agreement ${id} is changed without its lock`)
  const found = await sql.row(lock, [id, tenant.merchantId, tenant.mode])
  if (found === undefined) return undefined
  const { encryptedToken, brand, country, locale, encryptedPersonal, ...row } = found
  const consumer = { id: row.consumerId, country, locale, encryptedPersonal }
  return { row, consumer, instrument: encryptedToken && { encryptedToken, brand } }
}

/** Locks an agreement and reads all that its rules need. Agreements are locked before their charges. */
export async function lockAgreement(
  sql: Transaction,
  tenant: Tenant,
  id: string,
): Promise<LoadedAgreement | undefined> {
  const locked = await lockAgreementRow(sql, tenant, id)
  if (locked === undefined) return undefined
  const asked = await sql.rows(revocationsOf, [id, tenant.merchantId, tenant.mode])
  return { ...locked, revocations: asked, state: openAgreement(locked.row, asked) }
}

type AgreementColumns = Omit<AgreementRow, 'snapshotXmin'>

/** What a changed state writes: the agreement, its revocations and its events. Nothing where the state is as it was. */
export async function agreementWrites(
  sql: Sql,
  loaded: LoadedAgreement,
  changed: AgreementState,
  cause: Cause,
  given: { readonly reason?: string | null; readonly columns?: Partial<AgreementColumns> } = {},
): Promise<{ row: AgreementColumns; revocations: NewRow<typeof revocations>[]; writes: Write[] }> {
  const state = await withAttention(sql, loaded, changed, cause.now)
  const { snapshotXmin: _, ...before } = loaded.row
  if (state.agreement === loaded.state.agreement && given.columns === undefined)
    return { row: before, revocations: [...loaded.revocations], writes: [] }
  const updatedAt = state.steps.length > 0 ? cause.now : before.updatedAt
  const reconcileAt = nextReconciliation(waitingOfAgreement(state.agreement.status), updatedAt, cause.now)
  // Personal data is not kept longer than it serves.
  const encryptedClientIp = state.agreement.status === 'AUTHENTICATION_PENDING' ? before.encryptedClientIp : null
  const row: AgreementColumns = {
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
  const told = eventRows(agreementSubject(row), cause, state, row.version)
  return {
    row,
    revocations: asked,
    writes: [
      update(agreements, [row]),
      ...(ends(before, row) ? [endSchedulesOf(row.id)] : []),
      ...(added.length > 0 ? [insert(revocations, added)] : []),
      ...(moved.length > 0 ? [update(revocations, moved)] : []),
      ...(told.length > 0 ? [insert(events, told)] : []),
    ],
  }
}

/** From then on nothing new is charged. */
function ends(before: AgreementColumns, after: AgreementColumns): boolean {
  const ended = ({ status, revokeRequestedAt }: AgreementColumns) =>
    isTerminalAgreement(status) || revokeRequestedAt !== null
  return ended(after) && !ended(before)
}

export function agreementSubject(row: Pick<AgreementRow, 'id' | 'merchantId' | 'mode' | 'consumerId'>) {
  const { id, merchantId, mode, consumerId } = row
  return { tenant: { merchantId, mode }, type: 'Agreement', id, consumerId, agreementId: id } as const
}
