import type { JsonObject } from '../../base/text/json.ts'
import type { AuthenticationMethod } from '../../domain/agreement/authentication.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import { agreementStatuses, amountRules, intervalUnits, modes, providerCodes } from '../../domain/enums.ts'
import {
  bigint,
  boolean,
  bytes,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  type Row,
  snapshotXmin,
  table,
  text,
} from '../sql/columns.ts'

export const agreements = table('agreements', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  version: integer,
  snapshotXmin,
  consumerId: text,
  provider: oneOf('provider_code', providerCodes),
  paymentMethod: text,
  status: oneOf('agreement_status', agreementStatuses),
  reference: nullable(text),
  description: nullable(text),
  agreedAmount: nullable(bigint),
  agreedCurrency: nullable(text),
  amountRule: oneOf('amount_rule', amountRules),
  intervalUnit: nullable(oneOf('interval_unit', intervalUnits)),
  intervalCount: nullable(integer),
  chargeCount: nullable(integer),
  startsAt: nullable(instant),
  endsAt: nullable(instant),
  returnUrl: nullable(text),
  authenticationMethods: json<readonly AuthenticationMethod[]>(),
  instrumentId: nullable(text),
  failure: nullable(json<Failure>()),
  revokeRequestedAt: nullable(instant),
  providerReference: nullable(text),
  metadata: nullable(json<JsonObject>()),
  needsAttention: boolean,
  awaitedUntil: nullable(instant),
  encryptedClientIp: nullable(bytes),
  reconcileAt: nullable(instant),
  createdAt: instant,
  updatedAt: instant,
})
export type AgreementRow = Row<typeof agreements>
