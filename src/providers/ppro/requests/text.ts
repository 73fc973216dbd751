import { isLongerThan } from '../../../base/text/characters.ts'
import { isPublicAddress } from '../../../base/text/ip-address.ts'
import type { ClientDetails, ConsumerDetails } from '../../port/provider.ts'
import { cutUnits } from '../../shared/fit-text.ts'
import { capabilityOf } from '../capabilities.ts'

/** The limit of every PPRO string, unless a field says otherwise; in characters, as JSON Schema counts. */
export const MAX_LENGTH = 512
const MAX_DESCRIPTION_LENGTH = 100
const MAX_USER_AGENT_LENGTH = 500
const LOCALE = /^[a-z]{2,3}-[A-Z]{2}$/

/** Cuts a text for people to the length that PPRO accepts. Undefined if nothing is left. Never refuses. */
export function fitText(text: string | null | undefined, maxLength = MAX_LENGTH): string | undefined {
  return cutUnits(text ?? '', maxLength) || undefined
}

export function fitDescription(text: string | null): string | undefined {
  return fitText(text, MAX_DESCRIPTION_LENGTH)
}

/** A text that must not be cut, such as a telephone number: sent complete or omitted. */
export function fitWhole(text: string | null): string | undefined {
  return text !== null && !isLongerThan(text, MAX_LENGTH) ? text.toWellFormed() : undefined
}

/** A locale such as en-US, as PPRO requires. */
export function fitLocale(locale: string | null): string | undefined {
  return locale !== null && LOCALE.test(locale) ? locale : undefined
}

export function fitAddress(address: NonNullable<ConsumerDetails['billingAddress']>): object {
  const { postalCode, country } = address
  return {
    firstName: fitText(address.firstName),
    lastName: fitText(address.lastName),
    street: fitText(address.street),
    postalCode: fitWhole(postalCode),
    city: fitText(address.city),
    region: fitText(address.region),
    country: country ?? undefined,
  }
}

/** The consumer's device. An address that is not public is sent only if the payment method requires one. */
export function fitClient(client: ClientDetails | null, paymentMethod: string): object | undefined {
  if (client === null) return undefined
  const isNeeded = capabilityOf(paymentMethod)?.requiredAgreementFields.includes('client') === true
  const ip = client.ip !== null && (isNeeded || isPublicAddress(client.ip)) ? client.ip : undefined
  const userAgent = fitText(client.userAgent, MAX_USER_AGENT_LENGTH)
  return ip === undefined && userAgent === undefined ? undefined : { ip, userAgent }
}
