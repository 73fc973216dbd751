import type { AmountRule as Rule, AgreementStatus as Status, IntervalUnit as Unit } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const AgreementStatus = describedEnum<Status>(
  'AgreementStatus',
  'How far an agreement has come. From REVOKED_…, EXPIRED and FAILED it never moves again.',
  {
    INITIALIZING: 'Recorded here; the provider has not answered yet.',
    AUTHENTICATION_PENDING: 'The consumer has to act: see authenticationMethods.',
    AUTHORIZATION_PROCESSING: 'The consumer has agreed; the provider is not done yet.',
    ACTIVE: 'It can be charged.',
    REVOKED_BY_CONSUMER: 'The consumer ended it.',
    REVOKED_BY_MERCHANT: 'The merchant ended it.',
    REVOKED_BY_PROVIDER: 'The provider ended it.',
    EXPIRED: 'Its end has passed, or the agreed number of charges was made (decided by the gateway).',
    FAILED: 'It never became active; failure says why.',
  },
)

export const AmountRule = describedEnum<Rule>('AmountRule', 'What agreedAmount means for each charge.', {
  EXACT: 'Every charge is exactly agreedAmount.',
  MAX: 'No charge is more than agreedAmount.',
  VARIABLE: 'Charges may be of any amount.',
})

export const IntervalUnit = describedEnum<Unit>('IntervalUnit', 'A span of the calendar.', {
  DAY: 'A day.',
  WEEK: 'Seven days.',
  MONTH: 'A calendar month.',
  YEAR: 'A calendar year.',
})
