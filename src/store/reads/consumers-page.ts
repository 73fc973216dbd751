import { type ConsumerRow, consumers } from '../tables/consumer.ts'
import { pageReader } from './page.ts'

export interface ConsumersFilter {
  readonly reference?: string | null | undefined
  /** Of the address, as `emailHashes` computes them: one of them must match. */
  readonly emailHashes?: readonly Buffer[] | null | undefined
  readonly country?: string | null | undefined
  /** Inclusive. */
  readonly createdAfter?: Date | null | undefined
  /** Exclusive. */
  readonly createdBefore?: Date | null | undefined
}

/** The tenant's consumers, newest first. */
export const consumersPage = pageReader<ConsumerRow, ConsumersFilter>(
  { name: 'consumers-page', table: consumers },
  {
    reference: value => `item.reference = ${value}`,
    emailHashes: value => `item.email_hash = ANY(${value})`,
    country: value => `item.country = ${value}`,
    createdAfter: value => `item.created_at >= ${value}`,
    createdBefore: value => `item.created_at < ${value}`,
  },
)
