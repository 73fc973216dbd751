import { modes, providerCodes, requestPurposes } from '../../domain/enums.ts'
import { bytes, instant, integer, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const requestStates = ['SENDING', 'UNKNOWN', 'SETTLED'] as const
export type RequestState = (typeof requestStates)[number]

export const providerRequests = table('provider_requests', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  provider: oneOf('provider_code', providerCodes),
  purpose: oneOf('request_purpose', requestPurposes),
  agreementId: text,
  chargeId: nullable(text),
  operationId: nullable(text),
  revocationId: nullable(text),
  state: oneOf('request_state', requestStates),
  encryptedRequest: bytes,
  firstSentAt: instant,
  outcome: nullable(text),
  nextStatusQueryAt: nullable(instant),
  statusQueries: integer,
  absentSince: nullable(instant),
  fencingToken: integer,
  leaseUntil: nullable(instant),
  settledAt: nullable(instant),
  createdAt: instant,
})
export type ProviderRequestRow = Row<typeof providerRequests>
