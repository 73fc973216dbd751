import { Copyable, Facts, Time } from '../../components/values.tsx'
import { countryOf } from '../../format/words.ts'
import type { ConsumerPageQuery } from '../../generated/graphql.ts'

export type ConsumerData = NonNullable<ConsumerPageQuery['consumer']>

export function ConsumerFacts({ consumer }: { readonly consumer: ConsumerData }) {
  const { billingAddress: address, erasedAt } = consumer
  return (
    <Facts
      rows={[
        ['Id', <Copyable key="id" text={consumer.id} label="the consumer’s id" />],
        ['Reference', consumer.reference && <Copyable key="ref" text={consumer.reference} label="the reference" />],
        ['Name', consumer.name],
        ['Email', consumer.email],
        ['Phone', consumer.phone],
        ['Country', countryOf(consumer.country)],
        ['Language', consumer.locale],
        ['Birth date', consumer.birthDate],
        ['Tax id', consumer.taxId],
        ['Address', address && addressText(address)],
        ['Erased', erasedAt && <Time key="erased" at={erasedAt} />],
        ['Created', <Time key="created" at={consumer.createdAt} />],
        ['Updated', <Time key="updated" at={consumer.updatedAt} />],
      ]}
    />
  )
}

function addressText(address: NonNullable<ConsumerData['billingAddress']>): string {
  const { firstName, lastName, street, postalCode, city, region, country } = address
  const join = (...parts: readonly (string | null)[]) => parts.filter(Boolean).join(' ')
  const lines = [join(firstName, lastName), street, join(postalCode, city), region, country && countryOf(country)]
  return lines.filter(Boolean).join(', ')
}
