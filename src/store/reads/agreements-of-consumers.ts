import { type AgreementRow, agreements } from '../tables/agreement.ts'
import { pagesOfParentsReader } from './page.ts'

/** One page of each consumer's agreements, newest first. */
export const agreementsOfConsumers = pagesOfParentsReader<AgreementRow>(
  { name: 'agreements-of-consumers', table: agreements },
  'consumer_id',
)
