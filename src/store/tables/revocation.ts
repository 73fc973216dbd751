import type { Failure } from '../../domain/decline/failure.ts'
import { chargeInitiators, modes, operationStatuses } from '../../domain/enums.ts'
import { instant, json, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const revocations = table('revocations', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  agreementId: text,
  status: oneOf('operation_status', operationStatuses),
  failure: nullable(json<Failure>()),
  requestedBy: oneOf('charge_initiator', chargeInitiators),
  reason: nullable(text),
  createdAt: instant,
  updatedAt: instant,
})
export type RevocationRow = Row<typeof revocations>
