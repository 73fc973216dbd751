import type * as phoneNumbers from 'libphonenumber-js/min'
import { lazily } from '../lazily.ts'
import { isLongerThan } from './characters.ts'

const library = lazily<typeof phoneNumbers>('libphonenumber-js/min')

/** A number has at most 15 digits; the rest is for the characters that people write between them. */
export const PHONE_LENGTH_MAX = 64

/** A number without invisible characters (direction marks, no-break spaces) and without `tel:`. */
export function tidiedPhone(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s/g, ' ')
    .trim()
    .replace(/^tel: ?/i, '')
}

/**
 * E.164, e.g. +4930123456, without an extension; undefined if it cannot be a number. Checks the length, not whether the
 * number is assigned, because numbering plans change more often than we deploy.
 * @param phone International, or national in the country; at most `PHONE_LENGTH_MAX` characters.
 * @param country ISO 3166-1 alpha-2.
 */
export function e164Of(phone: string, country: string): string | undefined {
  if (isLongerThan(phone, PHONE_LENGTH_MAX)) return undefined
  const { isSupportedCountry, parsePhoneNumberFromString } = library()
  const number = parsePhoneNumberFromString(tidiedPhone(phone), {
    extract: false,
    ...(isSupportedCountry(country) && { defaultCountry: country }),
  })
  return number?.isPossible() ? number.number : undefined
}
