import { type ChargeRow, charges } from '../tables/charge.ts'
import { pagesOfParentsReader } from './page.ts'

/** One page of each consumer's charges, newest first. */
export const chargesOfConsumers = pagesOfParentsReader<ChargeRow>(
  { name: 'charges-of-consumers', table: charges },
  'consumer_id',
)
