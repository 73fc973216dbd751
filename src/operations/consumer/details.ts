import { isPublicAddress, readAddress } from '../../base/text/ip-address.ts'
import type { ClientDetails, ConsumerDetails } from '../../providers/port/provider.ts'
import type { AgreementConsumer } from '../../store/agreement/repository.ts'
import { openPersonalData } from '../../store/consumer/personal-data.ts'
import type { Deps } from '../command/deps.ts'
import type { ClientInput } from '../command/inputs.ts'

/** The consumer's current data for a provider. It is decrypted only to be sent. */
export function consumerDetails({ vault }: Pick<Deps, 'vault'>, consumer: AgreementConsumer): ConsumerDetails {
  const { id, country, locale } = consumer
  return { reference: id, country, locale, ...openPersonalData(vault, consumer) }
}

/** What is known of the consumer's device, as providers are told it. */
export function clientDetails(input: ClientInput | null | undefined): ClientDetails | null {
  return input ? { ip: readAddress(input.ip ?? '') ?? null, userAgent: input.userAgent?.trim() || null } : null
}

/**
 * The consumer's address: as their browser connects, where that is a public one; else as the merchant gave it. Null where
 * neither is public: an address of somebody's own network says nothing of a consumer.
 */
export function addressOfConsumer(ofBrowser: string | null, given: string | null): string | null {
  return [ofBrowser, given].find(ip => ip !== null && isPublicAddress(ip)) ?? null
}
