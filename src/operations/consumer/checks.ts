import { tidiedPhone } from '../../base/text/phone-number.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'
import type { PersonalData, PostalAddress } from '../../store/consumer/personal-data.ts'
import type { AddressInput, ConsumerFields } from '../command/inputs.ts'

const EARLIEST_BIRTH = '1900-01-01'
const LOCALE_FORM = /^[a-z]{2,3}-[A-Z]{2}$/

/**
 * Checks a consumer's fields, for a new or a changed consumer.
 * @param livesIn The country whose rules apply to a national telephone number.
 */
export function checkConsumer(
  now: Date,
  input: ConsumerFields & { readonly country?: string | null | undefined; readonly idempotencyKey?: string },
  livesIn = input.country,
): readonly InputIssue[] {
  const issues = issueList()
  if (input.idempotencyKey !== undefined) issues.idempotencyKey(input.idempotencyKey)
  issues.country(['country'], input.country)
  issues.text(['name'], input.name)
  issues.email(['email'], input.email)
  issues.phone(['phone'], input.phone, livesIn)
  if (input.locale != null && !LOCALE_FORM.test(input.locale))
    issues.add(['locale'], 'FORMAT', 'Must be a language and a country, e.g. en-US.')
  issues.date(['birthDate'], input.birthDate, { earliest: EARLIEST_BIRTH, latest: now.toISOString().slice(0, 10) })
  issues.text(['taxId'], input.taxId)
  issues.text(['reference'], input.reference)
  issues.metadata(input.metadata)
  const address = input.billingAddress
  if (address) {
    for (const field of ['firstName', 'lastName', 'street', 'postalCode', 'city', 'region'] as const)
      issues.text(['billingAddress', field], address[field])
    issues.country(['billingAddress', 'country'], address.country)
  }
  return issues.found
}

/** The input's value, or the previous value if the input omits it. */
export function kept<T>(given: T | null | undefined, before: T | null): T | null {
  return given === undefined ? before : given
}

export const nobody: PersonalData = {
  name: null,
  email: null,
  phone: null,
  birthDate: null,
  taxId: null,
  billingAddress: null,
}

export function personalDataOf(input: ConsumerFields, before: PersonalData = nobody): PersonalData {
  const address = input.billingAddress
  return {
    name: kept(input.name, before.name),
    email: kept(input.email, before.email),
    phone: kept(input.phone && tidiedPhone(input.phone), before.phone),
    birthDate: kept(input.birthDate, before.birthDate),
    taxId: kept(input.taxId, before.taxId),
    billingAddress: address === undefined ? before.billingAddress : addressOf(address),
  }
}

function addressOf(address: AddressInput | null): PostalAddress | null {
  if (address === null) return null
  const { firstName = null, lastName = null, street = null, postalCode = null } = address
  const { city = null, region = null, country = null } = address
  return { firstName, lastName, street, postalCode, city, region, country }
}
