import { type AgreementBook, openAgreementBook } from '../domain/agreement-transition.ts'
import type { Tenant } from '../domain/vocabulary.ts'
import { aggregateLock } from './aggregate-lock.ts'
import type { NewRow } from './columns.ts'
import { type Sql, statement, type Transaction } from './database.ts'
import { type Cause, eventRows } from './event-rows.ts'
import { withoutKnownNotes } from './known-notes.ts'
import { type AgreementRow, agreements } from './tables/agreement.ts'
import { events } from './tables/event.ts'
import { type RevocationRow, revocations } from './tables/revocation.ts'
import { insert, update, type Write } from './write.ts'

/** An agreement whose row is locked until the transaction ends. */
export interface LoadedAgreement {
  readonly row: AgreementRow
  /** Oldest first. */
  readonly revocations: readonly RevocationRow[]
  readonly book: AgreementBook
}

const lock = statement<AgreementRow>(
  'agreement-lock',
  `SELECT ${agreements.select('a')} FROM agreements a
   WHERE a.id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode FOR UPDATE`,
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
): Promise<AgreementRow | undefined> {
  if (!sql.holds(aggregateLock('agreement', id))) throw new Error(`agreement ${id} is changed without its lock`)
  return sql.row(lock, [id, tenant.merchantId, tenant.mode])
}

/** Locks an agreement and reads all that its rules need. Agreements are locked before their charges. */
export async function lockAgreement(
  sql: Transaction,
  tenant: Tenant,
  id: string,
): Promise<LoadedAgreement | undefined> {
  const row = await lockAgreementRow(sql, tenant, id)
  if (row === undefined) return undefined
  const asked = await sql.rows(revocationsOf, [id, tenant.merchantId, tenant.mode])
  return { row, revocations: asked, book: openAgreementBook(row, asked) }
}

type AgreementColumns = Omit<AgreementRow, 'logFloor'>

/** What a changed book writes: the agreement, its revocations and its events. Nothing where the book is as it was. */
export async function agreementWrites(
  sql: Sql,
  loaded: LoadedAgreement,
  changed: AgreementBook,
  cause: Cause,
  given: { readonly reason?: string | null; readonly columns?: Partial<AgreementColumns> } = {},
): Promise<{ row: AgreementColumns; revocations: NewRow<typeof revocations>[]; writes: Write[] }> {
  const book = { ...changed, notes: await withoutKnownNotes(sql, loaded.row.id, changed.notes) }
  const { logFloor: _, ...before } = loaded.row
  if (book.agreement === loaded.book.agreement && given.columns === undefined)
    return { row: before, revocations: [...loaded.revocations], writes: [] }
  const updatedAt = book.steps.length > 0 ? cause.now : before.updatedAt
  const row: AgreementColumns = { ...before, ...book.agreement, ...given.columns, updatedAt }
  const known = new Map(loaded.revocations.map(revocation => [revocation.id, revocation]))
  const asked = book.revocations.map((facts): NewRow<typeof revocations> => {
    const whose = { merchantId: row.merchantId, mode: row.mode, agreementId: row.id }
    const present = known.get(facts.id) ?? { ...whose, reason: given.reason ?? null, createdAt: cause.now }
    return { ...present, ...facts, updatedAt: cause.now }
  })
  const added = asked.filter(({ id }) => !known.has(id))
  const moved = asked.filter(({ id, status }) => known.has(id) && known.get(id)?.status !== status)
  const told = eventRows(agreementSubject(row), cause, book, row.version)
  return {
    row,
    revocations: asked,
    writes: [
      update(agreements, [row]),
      ...(added.length > 0 ? [insert(revocations, added)] : []),
      ...(moved.length > 0 ? [update(revocations, moved)] : []),
      ...(told.length > 0 ? [insert(events, told)] : []),
    ],
  }
}

export function agreementSubject(row: Pick<AgreementRow, 'id' | 'merchantId' | 'mode' | 'consumerId'>) {
  const { id, merchantId, mode, consumerId } = row
  return { tenant: { merchantId, mode }, type: 'Agreement', id, consumerId, agreementId: id } as const
}
