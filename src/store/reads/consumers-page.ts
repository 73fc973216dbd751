import { type ConsumerRow, consumers } from '../tables/consumer.ts'
import { pageReader } from './page.ts'

export interface ConsumersFilter {
  readonly reference?: string | null | undefined
  /** Of the address, as the personal data's `emailHash` makes it. */
  readonly emailHash?: Buffer | null | undefined
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
    emailHash: value => `item.email_hash = ${value}`,
    country: value => `item.country = ${value}`,
    createdAfter: value => `item.created_at >= ${value}`,
    createdBefore: value => `item.created_at < ${value}`,
  },
)
