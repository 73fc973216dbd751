import type { AgreementStatus } from '../../../domain/enums.ts'
import type { AgreementReport } from '../../../domain/provider/report.ts'
import { mapped, printable, recordOf, textOf, unmapped } from '../../shared/wire.ts'
import { agreementUpdate, mapAgreementStatus, mapInstrument } from '../answers/agreement-mapping.ts'
import { mapFailure } from '../answers/failure-mapping.ts'
import type { EventReading, PproEvent } from './event.ts'

/** Events with the status in their type. The others have it in their data. */
const typeStatuses: ReadonlyMap<string, AgreementStatus> = new Map([
  ['PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', 'AUTHENTICATION_PENDING'],
  ['PAYMENT_AGREEMENT_ACTIVE', 'ACTIVE'],
  ['PAYMENT_AGREEMENT_FAILED', 'FAILED'],
  ['PAYMENT_AGREEMENT_REVOKED_BY_CONSUMER', 'REVOKED_BY_CONSUMER'],
  ['PAYMENT_AGREEMENT_REVOKED_BY_MERCHANT', 'REVOKED_BY_MERCHANT'],
  ['PAYMENT_AGREEMENT_REVOKED_BY_PROVIDER', 'REVOKED_BY_PROVIDER'],
])
const STATUS_IN_DATA: ReadonlySet<string> = new Set(['PAYMENT_AGREEMENT_CREATED', 'PAYMENT_AGREEMENT_UPDATED'])

/** Reads an event about an agreement. */
export function readAgreementEvent({ type, subject: envelopeSubject, data, plainHttp }: PproEvent): EventReading {
  const providerReference = textOf(data, 'paymentAgreementId') ?? envelopeSubject
  if (providerReference === undefined) return unmapped(`${printable(type)} without an agreement's id`)
  const sentReference = textOf(data, 'merchantPaymentAgreementReference')
  const subject = { kind: 'agreement', providerReference, sentReference: sentReference ?? null } as const
  const word = textOf(data, 'paymentAgreementStatus')
  const status = typeStatuses.get(type) ?? (STATUS_IN_DATA.has(type) ? mapAgreementStatus(word) : undefined)
  const ids = { providerReference, ...(sentReference !== undefined && { sentReference }) }
  if (status === undefined) {
    // Recorded without effect: an event of an unknown type or with an unknown status.
    if (!STATUS_IN_DATA.has(type)) return mapped({ subject, notes: [`unmapped event type ${printable(type)}`] })
    const notes = word === undefined ? [] : [`unmapped agreement status ${printable(word)}`]
    return mapped({ subject, report: { about: 'agreement', ...ids }, notes })
  }
  const failure = status === 'FAILED' ? mapFailure(recordOf(data, 'failure')) : undefined
  const instrument = mapInstrument(recordOf(data, 'instrument'))
  const report: AgreementReport = {
    ...ids,
    ...agreementUpdate(status, data, plainHttp),
    ...(failure && { failure: failure.failure }),
    ...(instrument !== undefined && { instrument }),
  }
  return mapped({
    subject,
    report: { about: 'agreement', ...report },
    notes: failure?.note === undefined ? [] : [failure.note],
  })
}
