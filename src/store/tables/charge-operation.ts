import type { Failure } from '../../domain/decline/failure.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { ChargeOperation } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ChargeOperationRow = RowOf<ChargeOperation, { failure: Failure | null }>
export const chargeOperations = table<ChargeOperationRow>('charge_operations', Prisma.ChargeOperationScalarFieldEnum)
