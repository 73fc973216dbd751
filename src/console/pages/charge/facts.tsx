import { ObjectLink } from '../../components/objects/object-link.tsx'
import { consumerOf } from '../../components/tables/charge-table.tsx'
import { Copyable, Facts, Time } from '../../components/values.tsx'
import { methodOf, wordsOf } from '../../format/words.ts'
import type { ChargePageQuery } from '../../generated/graphql.ts'

type Charge = NonNullable<ChargePageQuery['charge']>

export function ChargeFacts({ charge }: { readonly charge: Charge }) {
  const { agreement, retryOf, captureBefore, providerReference, authenticationMethods } = charge
  const page = authenticationMethods.find(({ requestUrl }) => requestUrl !== null)?.requestUrl
  return (
    <Facts
      rows={[
        ['Id', <Copyable key="id" text={charge.id} label="the charge’s id" />],
        ['Reference', charge.reference && <Copyable key="reference" text={charge.reference} label="the reference" />],
        ['Description', charge.description],
        ['Consumer', consumerOf(charge)],
        ['Agreement', agreement && <ObjectLink key="agreement" type="Agreement" id={agreement.id} />],
        ['Method', methodOf(charge)],
        ['Reason', wordsOf(charge.reason)],
        ['Started by', wordsOf(charge.initiator)],
        ['Try', charge.attemptNumber > 1 ? charge.attemptNumber : null],
        ['Retry of', retryOf && <ObjectLink key="retry" type="Charge" id={retryOf.id} />],
        ['Capture', wordsOf(charge.captureMode)],
        ['Capture before', captureBefore && <Time key="before" at={captureBefore} />],
        [
          'At provider',
          providerReference && <Copyable key="provider" text={providerReference} label="the provider’s reference" />,
        ],
        [
          'Consumer’s page',
          page && (
            <a key="page" href={page} target="_blank" rel="noopener noreferrer">
              Open
            </a>
          ),
        ],
        ['Created', <Time key="created" at={charge.createdAt} />],
        ['Updated', <Time key="updated" at={charge.updatedAt} />],
      ]}
    />
  )
}
