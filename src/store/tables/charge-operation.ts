import type { Failure } from '../../domain/decline/failure.ts'
import { modes, operationKinds, operationStatuses } from '../../domain/enums.ts'
import { bigint, instant, json, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const chargeOperations = table('charge_operations', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  chargeId: text,
  kind: oneOf('operation_kind', operationKinds),
  amount: bigint,
  status: oneOf('operation_status', operationStatuses),
  failure: nullable(json<Failure>()),
  reference: nullable(text),
  reason: nullable(text),
  providerReference: nullable(text),
  createdAt: instant,
  updatedAt: instant,
})
export type ChargeOperationRow = Row<typeof chargeOperations>
