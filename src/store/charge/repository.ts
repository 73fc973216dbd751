import { isDeepStrictEqual } from 'node:util'
import { newId } from '../../base/id.ts'
import { type ChargeState, type OperationFacts, openCharge } from '../../domain/charge/transition.ts'
import type { OperationKind, RequestPurpose, Tenant } from '../../domain/enums.ts'
import { nextReconciliation, waitingOfCharge } from '../../domain/provider-request/reconciliation.ts'
import { withoutKnownNotes } from '../event-log/known-notes.ts'
import { type Cause, eventRows } from '../event-log/rows.ts'
import { aggregateLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { type ChargeRow, charges } from '../tables/charge.ts'
import { type ChargeOperationRow, chargeOperations } from '../tables/charge-operation.ts'
import { events } from '../tables/event.ts'
import type { RequestState } from '../tables/provider-request.ts'

/** An operation with the provider request that asks the provider for it; null where the provider did it by itself. */
export interface LoadedOperation extends ChargeOperationRow {
  readonly providerRequestId: string | null
  readonly requestState: RequestState | null
  readonly requestPurpose: RequestPurpose | null
}

/** A charge whose row is locked until the transaction ends, with all that its rules need. */
export interface LoadedCharge {
  readonly row: ChargeRow
  readonly operations: readonly LoadedOperation[]
  readonly state: ChargeState
}

const lock = statement<ChargeRow>(
  'charge-lock',
  `SELECT ${charges.select('c')} FROM charges c
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode FOR UPDATE`,
)

// A statement of its own: its snapshot is taken after the lock is held, so it sees what the former holder wrote. Provider requests
// name their charge too, and have an index on it; on the operation alone all provider requests there are would be read.
const operationsOf = statement<LoadedOperation>(
  'charge-operations-with-provider-requests',
  `SELECT ${chargeOperations.select('o')}, a.id AS "providerRequestId", a.state AS "requestState", a.purpose AS "requestPurpose"
   FROM charge_operations o LEFT JOIN provider_requests a ON a.operation_id = o.id AND a.charge_id = o.charge_id
   WHERE o.charge_id = $1 AND o.merchant_id = $2 AND o.mode = $3::mode ORDER BY o.id`,
)

/**
 * Locks a charge's row and reads it. The transaction must hold the charge's advisory lock already, so that the order of
 * the log is the order of versions. Undefined where the tenant has no such charge.
 */
export async function lockCharge(sql: Transaction, tenant: Tenant, id: string): Promise<LoadedCharge | undefined> {
  if (!sql.holds(aggregateLock('charge', id))) throw new Error(`charge ${id} is changed without its lock`)
  const key = [id, tenant.merchantId, tenant.mode]
  const row = await sql.row(lock, key)
  if (row === undefined) return undefined
  const operations = await sql.rows(operationsOf, key)
  return { row, operations, state: openCharge(row, operations.map(factsOf)) }
}

function factsOf({ providerRequestId, ...operation }: LoadedOperation): OperationFacts {
  return {
    id: operation.id,
    kind: operation.kind,
    amount: operation.amount,
    status: operation.status,
    failure: operation.failure,
    providerReference: operation.providerReference,
    sentReference: providerRequestId,
  }
}

/** The merchant's words for operations that this change adds. */
export type OperationWords = ReadonlyMap<string, { readonly reference: string | null; readonly reason: string | null }>

/** What a changed state writes: the charge, its operations and its events. Nothing where the state is as it was. */
export async function chargeWrites(
  sql: Sql,
  loaded: LoadedCharge,
  changed: ChargeState,
  cause: Cause,
  words: OperationWords = new Map(),
): Promise<{ row: Omit<ChargeRow, 'snapshotXmin'>; writes: Write[] }> {
  const state = withoutKnownUpdate(loaded, changed, await withoutKnownNotes(sql, loaded.row.id, changed.notes))
  const { snapshotXmin: _, ...before } = loaded.row
  if (state.charge === loaded.state.charge) return { row: before, writes: [] }
  const changedAt = state.steps.length > 0 ? cause.now : before.updatedAt
  const changedRow = { ...before, ...state.charge, updatedAt: changedAt }
  const waiting = waitingOfCharge(changedRow, state.operations)
  const row = { ...changedRow, reconcileAt: nextReconciliation(waiting, changedAt, cause.now) }
  const known = new Map(loaded.operations.map(operation => [operation.id, operation]))
  const added: NewRow<typeof chargeOperations>[] = []
  const moved: NewRow<typeof chargeOperations>[] = []
  for (const facts of state.operations) {
    const present = known.get(facts.id)
    const { sentReference: _sent, ...columns } = facts
    if (present === undefined) {
      const { reference, reason } = words.get(facts.id) ?? { reference: null, reason: null }
      const whose = { merchantId: row.merchantId, mode: row.mode, chargeId: row.id }
      added.push({ ...columns, ...whose, reference, reason, createdAt: cause.now, updatedAt: cause.now })
    } else if (!loaded.state.operations.includes(facts)) {
      const { providerRequestId: _id, requestState: _state, requestPurpose: _purpose, ...columnsBefore } = present
      moved.push({ ...columnsBefore, ...columns, updatedAt: cause.now })
    }
  }
  const told = eventRows(chargeSubject(row), cause, state, row.version)
  return {
    row,
    writes: [
      update(charges, [row]),
      ...(added.length > 0 ? [insert(chargeOperations, added)] : []),
      ...(moved.length > 0 ? [update(chargeOperations, moved)] : []),
      ...(told.length > 0 ? [insert(events, told)] : []),
    ],
  }
}

/** Only a new note asks for attention: the same update again, after a person has decided, changes nothing. */
function withoutKnownUpdate(loaded: LoadedCharge, changed: ChargeState, notes: ChargeState['notes']): ChargeState {
  const asks = loaded.row.needsAttention || notes.some(({ needsAttention }) => needsAttention)
  const charge = { ...changed.charge, needsAttention: changed.charge.needsAttention && asks }
  const isSame = notes.length === 0 && isDeepStrictEqual(charge, loaded.state.charge)
  return { ...changed, notes, charge: isSame ? loaded.state.charge : charge }
}

export function chargeSubject(row: Pick<ChargeRow, 'id' | 'merchantId' | 'mode' | 'consumerId' | 'agreementId'>) {
  const { id, merchantId, mode, consumerId, agreementId } = row
  return { tenant: { merchantId, mode }, type: 'Charge', id, consumerId, agreementId } as const
}

const idKinds = { AUTHORIZATION: 'authorization', CAPTURE: 'capture', REFUND: 'refund', VOID: 'void' } as const

/** An id for an operation of a kind. */
export function newOperationId(kind: OperationKind, now: Date): string {
  return newId(idKinds[kind], now)
}
