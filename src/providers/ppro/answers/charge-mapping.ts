import type { OperationKind } from '../../../domain/enums.ts'
import type { ChargeReport, OperationReport } from '../../../domain/provider/report.ts'
import { type Mapped, mapped, printable, recordOf, recordsOf, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { mapAuthenticationMethods } from './authentication-mapping.ts'
import { discards } from './failure-mapping.ts'
import { failedOperation, type MappedOperation, mapOperation } from './operation-mapping.ts'

interface MappedCharge {
  readonly report: ChargeReport & { readonly providerReference: string }
  /** PPRO's status, for operators, with the reason of a failure. */
  readonly word: string
  /** True while the consumer must act. */
  readonly actionRequired: boolean
  /** False if a FAILED authorization may still have happened. */
  readonly settled: boolean
  readonly notes: readonly string[]
}

interface ChargeReading {
  /** True for a status query: what it does not contain does not exist at PPRO. */
  readonly complete: boolean
  /** See reachedByPlainHttp. */
  readonly plainHttp: boolean
}

/** The state of the authorization for each status of a charge. Any other status is unmapped. */
type Phase = 'open' | 'authorized' | 'failed' | 'discarded'
const phases: ReadonlyMap<string, Phase> = new Map([
  ['AUTHORIZATION_PROCESSING', 'open'],
  ['AUTHORIZATION_ASYNC', 'open'],
  ['AUTHENTICATION_PENDING', 'open'],
  ['DISCARD_PROCESSING', 'open'],
  ['CAPTURE_PENDING', 'authorized'],
  ['CAPTURE_PROCESSING', 'authorized'],
  ['CAPTURED', 'authorized'],
  ['REFUND_PROCESSING', 'authorized'],
  ['REFUNDED', 'authorized'],
  ['VOID_PROCESSING', 'authorized'],
  ['VOIDED', 'authorized'],
  ['FAILED', 'failed'],
  ['DISCARDED', 'discarded'],
])

/** Statuses that mean that money was taken. */
const CAPTURED_STATUSES: ReadonlySet<string> = new Set(['CAPTURED', 'REFUND_PROCESSING', 'REFUNDED'])

/**
 * Not documented, so inferred: methods without separate capture go "automatically to CAPTURED", but such a charge may
 * list no capture. A captured charge without captures counts as captured in full.
 */
const CAPTURED_WITHOUT_CAPTURES_MEANS_ALL = true

/**
 * A charge in PPRO's format, from either of its two schemas. Only the operations have amounts and references. If the
 * charge's status contradicts them, the whole charge is rejected.
 */
export function mapCharge(charge: Wire, { complete, plainHttp }: ChargeReading): Mapped<MappedCharge> {
  const providerReference = textOf(charge, 'id')
  const status = textOf(charge, 'status') ?? ''
  const phase = phases.get(status)
  if (providerReference === undefined) return unmapped('charge without an id')
  if (phase === undefined) return unmapped(`unmapped charge status ${printable(status)}`)
  const listed = mapOperations(charge)
  if (!listed.ok) return listed
  const authorizations = mapAuthorizations(charge, phase)
  if (!authorizations.ok) return authorizations
  const all = [...authorizations.value, ...withImpliedCapture(status, authorizations.value, listed.value)]
  const contradiction = findContradiction(status, phase, all)
  if (contradiction !== undefined) return unmapped(contradiction)
  const sentReference = authorizations.value.map(part => part.operation.sentReference).find(Boolean)
  const currency = textOf(charge, 'currency')
  const actionRequired = status === 'AUTHENTICATION_PENDING'
  const methods = actionRequired ? mapAuthenticationMethods(charge, plainHttp) : []
  return mapped({
    report: {
      providerReference,
      ...(sentReference !== undefined && { sentReference }),
      ...(currency !== undefined && { currency }),
      // The schema of responses has no methods, so while the consumer must act, an empty list means nothing.
      ...((!actionRequired || methods.length > 0) && { authenticationMethods: methods }),
      operations: all.map(part => part.operation),
      complete,
    },
    word: (phase === 'failed' && all.map(part => part.word).find(word => word.startsWith('FAILED'))) || status,
    actionRequired,
    settled: authorizations.value.every(part => part.settled),
    notes: all.flatMap(part => part.notes),
  })
}

type Part = Omit<MappedOperation, 'operation'> & { readonly operation: OperationReport }

function mapOperations(charge: Wire): Mapped<readonly Part[]> {
  const lists: readonly [OperationKind, string][] = [
    ['CAPTURE', 'captures'],
    ['REFUND', 'refunds'],
    ['VOID', 'voids'],
  ]
  const parts: Part[] = []
  for (const [kind, field] of lists) {
    const wires = recordsOf(charge, field)
    if (wires === undefined) return unmapped(`unreadable list of ${field}`)
    for (const wire of wires) {
      const operation = mapOperation(kind, wire, recordOf(charge, 'failure'))
      if (!operation.ok) return operation
      parts.push(operation.value)
    }
  }
  return mapped(parts)
}

function mapAuthorizations(charge: Wire, phase: Phase): Mapped<readonly Part[]> {
  const wires = recordsOf(charge, 'authorizations')
  if (wires === undefined) return unmapped('unreadable list of authorizations')
  if (wires.length === 0) return withoutAuthorization(charge, phase)
  const parts: Part[] = []
  for (const wire of wires) {
    const part = mapOperation('AUTHORIZATION', wire, recordOf(charge, 'failure'))
    if (!part.ok) return part
    parts.push(phase === 'discarded' ? discarded(part.value, charge) : part.value)
  }
  return mapped(parts)
}

/** A charge can lack an authorization, e.g. because it was declined at once. */
function withoutAuthorization(charge: Wire, phase: Phase): Mapped<readonly Part[]> {
  const status = textOf(charge, 'status') ?? ''
  if (phase === 'authorized') return unmapped(`${status} without an authorization`)
  const pending: Part = {
    operation: { kind: 'AUTHORIZATION', status: 'PENDING' },
    word: status,
    settled: true,
    notes: [],
  }
  if (phase === 'open') return mapped([pending])
  if (phase === 'discarded') return mapped([discarded(pending, charge)])
  const { failed, ...rest } = failedOperation(recordOf(charge, 'failure'))
  return mapped([{ ...rest, operation: { kind: 'AUTHORIZATION', ...failed } }])
}

/** The authorization of a discarded charge keeps the status that it had at the timeout. */
function discarded(part: Part, charge: Wire): Part {
  if (part.operation.status === 'SUCCEEDED') return part
  const discard = (recordsOf(charge, 'discards') ?? []).find(wire => wire['status'] === 'DISCARDED')
  const type = discard && textOf(discard, 'type')
  const stated = type !== undefined && Object.hasOwn(discards, type) ? discards[type] : undefined
  const presumed =
    part.word === 'PROVIDER_CONFIRMATION_PENDING' ? 'PROVIDER_CONFIRMATION_TIMEOUT' : 'AUTHENTICATION_TIMEOUT'
  const failure = stated ?? discards[presumed]
  const notes = type === undefined || stated !== undefined ? [] : [`unmapped discard type ${printable(type)}`]
  return {
    ...part,
    operation: { ...part.operation, status: 'FAILED', ...(failure !== undefined && { failure }) },
    settled: true,
    notes,
  }
}

function withImpliedCapture(status: string, authorizations: readonly Part[], listed: readonly Part[]): readonly Part[] {
  const hasCapture = listed.some(part => part.operation.kind === 'CAPTURE')
  if (!CAPTURED_WITHOUT_CAPTURES_MEANS_ALL || hasCapture || !CAPTURED_STATUSES.has(status)) return listed
  const amount = total(
    authorizations.map(part => part.operation),
    'AUTHORIZATION',
  )
  const capture: OperationReport = { kind: 'CAPTURE', amount, status: 'SUCCEEDED' }
  return amount === 0n ? listed : [{ operation: capture, word: status, settled: true, notes: [] }, ...listed]
}

function findContradiction(status: string, phase: Phase, parts: readonly Part[]): string | undefined {
  const operations = parts.map(part => part.operation)
  const authorizations = parts.filter(part => part.operation.kind === 'AUTHORIZATION')
  const authorized = authorizations.some(part => part.operation.status === 'SUCCEEDED')
  const pending = authorizations.some(part => part.operation.status === 'PENDING')
  const undecided = authorizations.some(part => part.operation.status === 'PENDING' && part.settled)
  const says = `contradictory: ${status}`
  if (phase === 'authorized' && !authorized) return `${says}, nothing authorized`
  if (phase === 'open' && (authorized || !pending)) return `${says}, authorization decided`
  if (phase === 'discarded' && authorized) return `${says}, authorized`
  if (phase === 'failed' && undecided) return `${says}, authorization undecided`
  // A charge shows its latest failure: FAILED after an authorization means a failed capture, refund or void.
  const explained = parts.some(part => part.word.startsWith('FAILED') && part.operation.kind !== 'AUTHORIZATION')
  if (phase === 'failed' && authorized && !explained) return `${says}, authorized`
  const captured = total(operations, 'CAPTURE')
  if (CAPTURED_STATUSES.has(status) && captured === 0n) return `${says}, nothing captured`
  if (captured + total(operations, 'VOID') > total(operations, 'AUTHORIZATION')) return `${says}, more than authorized`
  if (total(operations, 'REFUND') > captured) return `${says}, more refunded than captured`
  return undefined
}

function total(operations: readonly OperationReport[], kind: OperationKind): bigint {
  return operations
    .filter(operation => operation.kind === kind && operation.status === 'SUCCEEDED')
    .reduce((sum, operation) => sum + (operation.amount ?? 0n), 0n)
}
