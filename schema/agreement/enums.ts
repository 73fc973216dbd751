import type { AmountRule as Rule, AgreementStatus as Status, IntervalUnit as Unit } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const AgreementStatus = describedEnum<Status>(
  'AgreementStatus',
  'The status of an agreement. REVOKED_BY_CONSUMER, REVOKED_BY_MERCHANT, REVOKED_BY_PROVIDER, EXPIRED and ' +
    'FAILED are final.',
  {
    INITIALIZING: 'The gateway has saved the agreement. The provider has not answered yet.',
    AUTHENTICATION_PENDING: 'The consumer must authenticate. See authenticationMethods.',
    AUTHORIZATION_PROCESSING: 'The consumer has agreed. The provider has not confirmed the agreement yet.',
    ACTIVE: 'The agreement can be charged.',
    REVOKED_BY_CONSUMER: 'The consumer ended the agreement.',
    REVOKED_BY_MERCHANT: 'The merchant ended the agreement.',
    REVOKED_BY_PROVIDER: 'The provider ended the agreement.',
    EXPIRED: 'endsAt has passed, or the agreed number of charges has been made. The gateway sets this status.',
    FAILED: 'The agreement never became active. See failure for the reason.',
  },
)

export const AmountRule = describedEnum<Rule>('AmountRule', 'How agreedAmount limits each charge.', {
  EXACT: 'The amount of each charge must equal agreedAmount.',
  MAX: 'The amount of each charge must be at most agreedAmount.',
  VARIABLE: 'Charges can have any amount.',
})

export const IntervalUnit = describedEnum<Unit>('IntervalUnit', 'A unit of time for recurring dates.', {
  DAY: 'A day.',
  WEEK: 'Seven days.',
  MONTH: 'A calendar month.',
  YEAR: 'A calendar year.',
})
