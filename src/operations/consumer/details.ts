import { isPublicAddress, readAddress } from '../../base/text/ip-address.ts'
import type { ClientDetails, ConsumerDetails } from '../../providers/port/provider.ts'
import type { AgreementConsumer } from '../../store/agreement/repository.ts'
import { openPersonalData } from '../../store/consumer/personal-data.ts'
import type { Deps } from '../command/deps.ts'
import type { ClientInput } from '../command/inputs.ts'

/** The consumer's current data for a provider. Decrypted only for sending. */
export function consumerDetails({ vault }: Pick<Deps, 'vault'>, consumer: AgreementConsumer): ConsumerDetails {
  const { id, country, locale } = consumer
  return { reference: id, country, locale, ...openPersonalData(vault, consumer) }
}

/** The details of the consumer's device that are sent to providers. */
export function clientDetails(input: ClientInput | null | undefined): ClientDetails | null {
  return input ? { ip: readAddress(input.ip ?? '') ?? null, userAgent: input.userAgent?.trim() || null } : null
}

/**
 * The consumer's IP address: the browser's, if it is public; otherwise the merchant's value. Null if neither is public,
 * because an address of a private network does not identify a consumer.
 */
export function addressOfConsumer(ofBrowser: string | null, given: string | null): string | null {
  return [ofBrowser, given].find(ip => ip !== null && isPublicAddress(ip)) ?? null
}
