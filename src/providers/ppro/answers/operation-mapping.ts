import type { OperationKind } from '../../../domain/enums.ts'
import type { OperationReport } from '../../../domain/provider/report.ts'
import { type Mapped, mapped, printable, recordOf, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { mapFailure } from './failure-mapping.ts'
import { minorUnitsOf } from './wire.ts'

export interface MappedOperation {
  readonly operation: OperationReport & { readonly amount: bigint }
  /** PPRO's status, for operators. */
  readonly word: string
  /** False for a FAILED that may still have happened; it is then reported as PENDING. */
  readonly settled: boolean
  readonly notes: readonly string[]
}

/** The field in which PPRO echoes our reference. */
export const referenceFields: Readonly<Record<OperationKind, string>> = {
  AUTHORIZATION: 'merchantPaymentChargeReference',
  CAPTURE: 'merchantCaptureReference',
  REFUND: 'merchantRefundReference',
  VOID: 'merchantVoidReference',
}

/** The known statuses; any other is unmapped. */
const statuses: Readonly<Record<OperationKind, ReadonlyMap<string, OperationReport['status']>>> = {
  AUTHORIZATION: new Map([
    ['AUTHORIZED', 'SUCCEEDED'],
    ['AUTHENTICATION_PENDING', 'PENDING'],
    ['PROVIDER_CONFIRMATION_PENDING', 'PENDING'],
    ['FAILED', 'FAILED'],
  ]),
  CAPTURE: new Map([
    ['CAPTURED', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
  ]),
  REFUND: new Map([
    ['REFUNDED', 'SUCCEEDED'],
    ['PENDING', 'PENDING'],
    ['FAILED', 'FAILED'],
  ]),
  VOID: new Map([
    ['VOIDED', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
  ]),
}

/** @param inherited The charge's latest failure, for a failed operation without its own. */
export function mapOperation(kind: OperationKind, wire: Wire, inherited?: Wire): Mapped<MappedOperation> {
  const subject = kind.toLowerCase()
  const providerReference = textOf(wire, 'id')
  const amount = minorUnitsOf(wire, 'amount')
  const word = textOf(wire, 'status')
  const status = statuses[kind].get(word ?? '')
  if (providerReference === undefined) return unmapped(`${subject} without an id`)
  if (amount === undefined || amount === 0n) return unmapped(`${subject} without a readable amount`)
  if (status === undefined) return unmapped(`unmapped ${subject} status ${printable(word)}`)
  const sentReference = textOf(wire, referenceFields[kind])
  const base = { kind, providerReference, amount, ...(sentReference !== undefined && { sentReference }) }
  if (status !== 'FAILED')
    return mapped({ operation: { ...base, status }, word: printable(word), settled: true, notes: [] })
  const { failed, ...rest } = failedOperation(recordOf(wire, 'failure') ?? inherited)
  return mapped({ ...rest, operation: { ...base, ...failed } })
}

/** Reads FAILED: a final failure, or still pending if PPRO reconciles it. */
export function failedOperation(failure: Wire | undefined): Omit<MappedOperation, 'operation'> & {
  readonly failed: Pick<OperationReport, 'status' | 'failure'>
} {
  const { failure: reason, settled, note } = mapFailure(failure)
  return {
    failed: settled ? { status: 'FAILED', failure: reason } : { status: 'PENDING' },
    word: `FAILED ${reason.code}${note === undefined ? '' : ' (unmapped failure code)'}`,
    settled,
    notes: note === undefined ? [] : [note],
  }
}
