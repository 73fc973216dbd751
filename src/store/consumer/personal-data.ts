import type { Vault } from '../../base/encryption.ts'
import { isLongerThan } from '../../base/text/characters.ts'

/** What names or reaches a person. Stands encrypted in one column, so that erasing it is clearing that column. */
export interface PersonalData {
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  /** YYYY-MM-DD. */
  readonly birthDate: string | null
  readonly taxId: string | null
  readonly billingAddress: PostalAddress | null
}

export interface PostalAddress {
  readonly firstName: string | null
  readonly lastName: string | null
  readonly street: string | null
  readonly postalCode: string | null
  readonly city: string | null
  readonly region: string | null
  readonly country: string | null
}

const nothing: PersonalData = {
  name: null,
  email: null,
  phone: null,
  birthDate: null,
  taxId: null,
  billingAddress: null,
}

export function encryptPersonalData(vault: Vault, data: PersonalData): Buffer {
  return vault.encrypt('personal', JSON.stringify(data))
}

/** All null where it was erased. */
export function openPersonalData(vault: Vault, encrypted: Uint8Array | null): PersonalData {
  return encrypted === null
    ? nothing
    : { ...nothing, ...(JSON.parse(vault.decrypt('personal', encrypted)) as PersonalData) }
}

/** An address has at most 254 characters; with its accents written apart, up to four times as many. */
const ADDRESS_LENGTH_MAX = 4 * 254

/** Finds a consumer by e-mail address without keeping the address readable: a keyed hash that ignores capitals. */
export function emailHash(vault: Vault, email: string): Buffer {
  return vault.mac('email', email.normalize('NFC').toLowerCase())
}

/**
 * Every hash under which a consumer with this address may be stored. Rows of earlier versions hold the hash of the address
 * as written, until their next update: SQL cannot compute the new one, since the address itself is encrypted.
 */
export function emailHashes(vault: Vault, email: string): readonly Buffer[] {
  // To normalize a text takes quadratic time.
  if (isLongerThan(email, ADDRESS_LENGTH_MAX)) return []
  return [emailHash(vault, email), vault.mac('email', email)]
}
