import { attemptPurposes, modes, providerCodes } from '../../domain/enums.ts'
import { bytes, instant, integer, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const attemptStates = ['SENDING', 'UNKNOWN', 'SETTLED'] as const
export type AttemptState = (typeof attemptStates)[number]

export const attempts = table('attempts', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  provider: oneOf('provider_code', providerCodes),
  purpose: oneOf('attempt_purpose', attemptPurposes),
  agreementId: text,
  chargeId: nullable(text),
  operationId: nullable(text),
  revocationId: nullable(text),
  state: oneOf('attempt_state', attemptStates),
  sealedRequest: bytes,
  firstSentAt: instant,
  outcome: nullable(text),
  nextLookUpAt: nullable(instant),
  lookUps: integer,
  absentSince: nullable(instant),
  leaseEpoch: integer,
  leaseUntil: nullable(instant),
  settledAt: nullable(instant),
  createdAt: instant,
})
export type AttemptRow = Row<typeof attempts>
