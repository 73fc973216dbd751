import type { AgreementStatus, ProviderCode } from '../../domain/enums.ts'
import { type AgreementRow, agreements } from '../tables/agreement.ts'
import { pageReader } from './page.ts'

export interface AgreementsFilter {
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly AgreementStatus[] | null | undefined
  readonly needsAttention?: boolean | null | undefined
  readonly provider?: ProviderCode | null | undefined
  readonly paymentMethod?: string | null | undefined
  readonly consumerId?: string | null | undefined
  readonly reference?: string | null | undefined
  /** Inclusive. */
  readonly createdAfter?: Date | null | undefined
  /** Exclusive. */
  readonly createdBefore?: Date | null | undefined
}

/** The tenant's agreements, newest first. */
export const agreementsPage = pageReader<AgreementRow, AgreementsFilter>(
  { name: 'agreements-page', table: agreements },
  {
    status: value => `item.status = ANY (${value}::agreement_status[])`,
    needsAttention: value => `item.needs_attention = ${value}`,
    provider: value => `item.provider = ${value}`,
    paymentMethod: value => `item.payment_method = ${value}`,
    consumerId: value => `item.consumer_id = ${value}`,
    reference: value => `item.reference = ${value}`,
    createdAfter: value => `item.created_at >= ${value}`,
    createdBefore: value => `item.created_at < ${value}`,
  },
)
