import { consumerOf } from '../../components/tables/charge-table.tsx'
import { Copyable, Facts, Money, Time } from '../../components/values.tsx'
import { everyOf, methodOf, nameOf, wordsOf } from '../../format/words.ts'
import type { AgreementPageQuery } from '../../generated/graphql.ts'

export type AgreementData = NonNullable<AgreementPageQuery['agreement']>

export function AgreementFacts({ agreement }: { readonly agreement: AgreementData }) {
  const { agreedAmount, amountRule, frequency, instrument, retryBudget, startsAt, endsAt } = agreement
  const page = agreement.authenticationMethods.find(({ requestUrl }) => requestUrl !== null)?.requestUrl
  return (
    <Facts
      rows={[
        ['Id', <Copyable key="id" text={agreement.id} label="the agreement’s id" />],
        ['Reference', agreement.reference && <Copyable key="ref" text={agreement.reference} label="the reference" />],
        ['Description', agreement.description],
        ['Consumer', consumerOf(agreement)],
        ['Method', methodOf(agreement)],
        ['Instrument', instrument && instrumentText(instrument)],
        [
          'Amount',
          agreedAmount ? (
            <span key="amount">
              {wordsOf(amountRule)}: <Money amount={agreedAmount} />
            </span>
          ) : (
            'Any'
          ),
        ],
        ['Frequency', frequency && everyOf(frequency)],
        ['Charges', agreement.chargeCount && `${agreement.chargesRemaining} of ${agreement.chargeCount} left`],
        ['Starts', startsAt && <Time key="starts" at={startsAt} />],
        ['Ends', endsAt && <Time key="ends" at={endsAt} />],
        [
          'Retry budget',
          retryBudget && (
            <span key="budget" title={retryBudget.rule}>
              {retryBudget.used} of {retryBudget.allowed} used
            </span>
          ),
        ],
        [
          'At provider',
          agreement.providerReference && (
            <Copyable key="provider" text={agreement.providerReference} label="the provider’s reference" />
          ),
        ],
        [
          'Consumer’s page',
          page && (
            <a key="page" href={page} target="_blank" rel="noopener noreferrer">
              Open
            </a>
          ),
        ],
        ['Created', <Time key="created" at={agreement.createdAt} />],
        ['Updated', <Time key="updated" at={agreement.updatedAt} />],
      ]}
    />
  )
}

function instrumentText({ brand, type, last4, expiryMonth, expiryYear }: NonNullable<AgreementData['instrument']>) {
  const name = nameOf(brand ?? type)
  const number = last4 ? ` •••• ${last4}` : ''
  const expiry = expiryMonth && expiryYear ? `, ${String(expiryMonth).padStart(2, '0')}/${expiryYear}` : ''
  return name + number + expiry
}
