import { type ChargeRow, charges } from '../tables/charge.ts'
import { pagesOfParentsReader } from './page.ts'

/** One page of each agreement's charges, newest first. */
export const chargesOfAgreements = pagesOfParentsReader<ChargeRow>(
  { name: 'charges-of-agreements', table: charges },
  'agreement_id',
)
