import type { ChargeStatus, OperationStatus, ProviderCode } from '../../domain/enums.ts'
import { type ChargeRow, charges } from '../tables/charge.ts'
import { type Conditions, pageReader } from './page.ts'

export interface ChargesFilter {
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly ChargeStatus[] | null | undefined
  /** Charges with at least one operation in any of these. */
  readonly operationStatus?: readonly OperationStatus[] | null | undefined
  readonly needsAttention?: boolean | null | undefined
  readonly provider?: ProviderCode | null | undefined
  readonly agreementId?: string | null | undefined
  readonly consumerId?: string | null | undefined
  readonly reference?: string | null | undefined
  readonly currency?: string | null | undefined
  /** Inclusive. */
  readonly createdAfter?: Date | null | undefined
  /** Exclusive. */
  readonly createdBefore?: Date | null | undefined
}

export const chargesConditions: Conditions<ChargesFilter> = {
  status: value => `item.status = ANY (${value}::charge_status[])`,
  operationStatus: value =>
    `EXISTS (SELECT FROM charge_operations operation
             WHERE operation.charge_id = item.id AND operation.merchant_id = $1 AND operation.mode = $2
               AND operation.status = ANY (${value}::operation_status[]))`,
  needsAttention: value => `item.needs_attention = ${value}`,
  provider: value => `item.provider = ${value}`,
  agreementId: value => `item.agreement_id = ${value}`,
  consumerId: value => `item.consumer_id = ${value}`,
  reference: value => `item.reference = ${value}`,
  currency: value => `item.currency = ${value}`,
  createdAfter: value => `item.created_at >= ${value}`,
  createdBefore: value => `item.created_at < ${value}`,
}

/** The tenant's charges, newest first. */
export const chargesPage = pageReader<ChargeRow, ChargesFilter>(
  { name: 'charges-page', table: charges },
  chargesConditions,
)
