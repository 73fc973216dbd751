import type { JsonObject } from '../../base/text/json.ts'
import type { AuthenticationMethod } from '../../domain/agreement/authentication.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import {
  captureModes,
  chargeInitiators,
  chargeReasons,
  chargeStatuses,
  modes,
  providerCodes,
} from '../../domain/enums.ts'
import {
  bigint,
  boolean,
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

export const charges = table('charges', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  version: integer,
  snapshotXmin,
  agreementId: text,
  consumerId: text,
  provider: oneOf('provider_code', providerCodes),
  paymentMethod: text,
  status: oneOf('charge_status', chargeStatuses),
  amount: bigint,
  currency: text,
  captureMode: oneOf('capture_mode', captureModes),
  initiator: oneOf('charge_initiator', chargeInitiators),
  reason: oneOf('charge_reason', chargeReasons),
  scheduleId: nullable(text),
  occurrenceId: nullable(text),
  retryOfId: nullable(text),
  attemptNumber: integer,
  reference: nullable(text),
  description: nullable(text),
  authenticationMethods: json<readonly AuthenticationMethod[]>(),
  returnUrl: nullable(text),
  failure: nullable(json<Failure>()),
  captureBefore: nullable(instant),
  needsAttention: boolean,
  reconcileAt: nullable(instant),
  providerReference: nullable(text),
  metadata: nullable(json<JsonObject>()),
  createdAt: instant,
  updatedAt: instant,
})
export type ChargeRow = Row<typeof charges>
