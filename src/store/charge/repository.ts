import { isDeepStrictEqual } from 'node:util'
import type { KeyHolder } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import { isTerminalCharge } from '../../domain/charge/status.ts'
import { type ChargeState, type OperationFacts, openCharge } from '../../domain/charge/transition.ts'
import type { OperationKind, RequestPurpose, Tenant } from '../../domain/enums.ts'
import { nextReconciliation, waitingOfCharge } from '../../domain/provider-request/reconciliation.ts'
import { holderOf, joinDataKey, type WithWrappedKey } from '../consumer/data-keys.ts'
import { type Cause, createdEvent, eventRows, withoutKnownNotes } from '../event-log/rows.ts'
import { requireLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import {
  type ChargeOperationRow,
  type ChargeRow,
  chargeOperations,
  charges,
  events,
  type RequestState,
} from '../tables.ts'

/** An operation with the provider request that was sent for it. Null if the provider did the operation without one. */
export interface LoadedOperation extends ChargeOperationRow {
  readonly providerRequestId: string | null
  readonly requestState: RequestState | null
  readonly requestPurpose: RequestPurpose | null
}

/** A charge that is loaded for a change: its row is locked until the transaction ends. */
export interface LoadedCharge {
  readonly row: ChargeRow
  readonly operations: readonly LoadedOperation[]
  readonly consumer: KeyHolder
  readonly state: ChargeState
}

/** A charge to be written, without the columns that the database computes. */
export type NewCharge = Omit<ChargeRow, 'snapshotXmin'>

/** The prefix of an operation's columns. */
const OPERATION = 'operation.'

// One statement can lock and read: its snapshot is taken after the advisory lock is held, and what rules depend on
// changes only under that lock. The join on the charge uses an index; a join only on the operation would read all
// provider requests.
const load = statement<WithWrappedKey & Pick<LoadedOperation, 'providerRequestId' | 'requestState' | 'requestPurpose'>>(
  'charge-load',
  `SELECT ${charges.select('c')}, ${chargeOperations.selectAs('o', OPERATION)},
     a.id AS "providerRequestId", a.state AS "requestState", a.purpose AS "requestPurpose", k.wrapped_key AS "wrappedKey"
   FROM charges c ${joinDataKey('c')} LEFT JOIN charge_operations o ON o.charge_id = c.id
     LEFT JOIN provider_requests a ON a.operation_id = o.id AND a.charge_id = c.id
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode ORDER BY o.id FOR UPDATE OF c`,
)

/**
 * Locks a charge and reads everything that its rules need. The transaction must hold the charge's advisory lock
 * already, so that versions are in the same order as the log. Undefined if the tenant has no such charge.
 */
export async function loadCharge(sql: Transaction, tenant: Tenant, id: string): Promise<LoadedCharge | undefined> {
  requireLock(sql, 'charge', id)
  const found = await sql.rows(load, [id, tenant.merchantId, tenant.mode])
  const row = found[0] && charges.pick(found[0], '')
  if (found[0] === undefined || row === undefined) return undefined
  const operations = found.flatMap(({ providerRequestId, requestState, requestPurpose, ...joined }) => {
    const operation = chargeOperations.pick(joined, OPERATION)
    return operation ? [{ ...operation, providerRequestId, requestState, requestPurpose }] : []
  })
  const consumer = holderOf(row.consumerId, found[0])
  return { row, operations, consumer, state: openCharge(row, operations.map(factsOf)) }
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

/** The merchant's reference and reason for operations that this change adds. */
export type OperationWords = ReadonlyMap<string, { readonly reference: string | null; readonly reason: string | null }>

/** The writes of a new charge: its row, its authorization for the whole amount, and its event. */
export function newChargeWrites(row: NewCharge, authorizationId: string, cause: Cause): Write[] {
  // If the consumer must act first, the authorization is PENDING from the start.
  const status = row.status === 'AUTHENTICATION_PENDING' ? 'PENDING' : 'PROCESSING'
  const { amount, reference, currency, reason } = row
  const facts = {
    id: authorizationId,
    kind: 'AUTHORIZATION',
    amount,
    status,
    failure: null,
    providerReference: null,
  } as const
  const data = { amount: amount.toString(), currency, reason }
  return [
    insert(charges, [row]),
    insert(chargeOperations, [{ ...facts, ...partOf(row, cause), reference, reason: null }]),
    insert(events, [
      createdEvent(
        chargeSubject(row),
        cause,
        { type: 'charge.created', data },
        { status: row.status, terminal: false },
      ),
    ]),
  ]
}

/** The writes of a changed state: the charge, its operations and its events. Nothing if the state is unchanged. */
export async function chargeWrites(
  sql: Sql,
  loaded: LoadedCharge,
  changed: ChargeState,
  cause: Cause,
  words: OperationWords = new Map(),
): Promise<{ row: NewCharge; writes: Write[] }> {
  const state = withoutKnownUpdate(loaded, changed, await withoutKnownNotes(sql, loaded.row.id, changed.notes))
  const before = loaded.row
  if (state.charge === loaded.state.charge) return { row: before, writes: [] }
  const changedAt = state.steps.length > 0 ? cause.now : before.updatedAt
  const changedRow = { ...before, ...state.charge, updatedAt: changedAt }
  const waiting = waitingOfCharge(changedRow, state.operations)
  const row = { ...changedRow, reconcileAt: nextReconciliation(waiting, changedAt, cause.now) }
  const known = new Map(loaded.operations.map(operation => [operation.id, operation]))
  const added: NewRow<typeof chargeOperations>[] = []
  const moved: NewRow<typeof chargeOperations>[] = []
  for (const facts of state.operations) {
    const { sentReference: _sent, ...columns } = facts
    const present = known.get(facts.id)
    if (present === undefined) {
      const { reference, reason } = words.get(facts.id) ?? { reference: null, reason: null }
      added.push({ ...columns, ...partOf(row, cause), reference, reason })
    } else if (!loaded.state.operations.includes(facts)) {
      const { providerRequestId: _id, requestState: _state, requestPurpose: _purpose, ...columnsBefore } = present
      moved.push({ ...columnsBefore, ...columns, updatedAt: cause.now })
    }
  }
  return {
    row,
    writes: [
      update(charges, [row]),
      insert(chargeOperations, added),
      update(chargeOperations, moved),
      insert(
        events,
        eventRows(chargeSubject(row), cause, state, {
          version: row.version,
          status: row.status,
          terminal: isTerminalCharge(row.status, state.operations),
        }),
      ),
    ],
  }
}

function partOf({ id, merchantId, mode, currency }: NewCharge, { now }: Cause) {
  return { chargeId: id, merchantId, mode, currency, createdAt: now, updatedAt: now }
}

/** Only a new note asks for attention, so a repeated update changes nothing after a person has decided. */
function withoutKnownUpdate(loaded: LoadedCharge, changed: ChargeState, notes: ChargeState['notes']): ChargeState {
  const asks = loaded.row.needsAttention || notes.some(({ needsAttention }) => needsAttention)
  const charge = { ...changed.charge, needsAttention: changed.charge.needsAttention && asks }
  const isSame = notes.length === 0 && isDeepStrictEqual(charge, loaded.state.charge)
  return { ...changed, notes, charge: isSame ? loaded.state.charge : charge }
}

function chargeSubject(row: Pick<ChargeRow, 'id' | 'merchantId' | 'mode' | 'consumerId' | 'agreementId'>) {
  const { id, merchantId, mode, consumerId, agreementId } = row
  return { tenant: { merchantId, mode }, type: 'Charge', id, consumerId, agreementId } as const
}

const idKinds = { AUTHORIZATION: 'authorization', CAPTURE: 'capture', REFUND: 'refund', VOID: 'void' } as const

export function newOperationId(kind: OperationKind, now: Date): string {
  return newId(idKinds[kind], now)
}
