import type { Vault } from '../../base/encryption.ts'
import { isLongerThan } from '../../base/text/characters.ts'

/** Data that identifies a person. It is stored encrypted in one column, so erasing it means clearing that column. */
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

/** Decrypts a consumer's personal data. All null if it was erased. */
export function openPersonalData(vault: Vault, encrypted: Uint8Array | null): PersonalData {
  return encrypted === null
    ? nothing
    : { ...nothing, ...(JSON.parse(vault.decrypt('personal', encrypted)) as PersonalData) }
}

/** An address has at most 254 characters, or up to four times as many with decomposed accents. */
const ADDRESS_LENGTH_MAX = 4 * 254

/**
 * A keyed hash of an e-mail address that ignores case. It finds a consumer by address although addresses are stored
 * encrypted.
 */
export function emailHash(vault: Vault, email: string): Buffer {
  return vault.mac('email', email.normalize('NFC').toLowerCase())
}

/**
 * All hashes under which a consumer with this address may be stored. Rows of earlier versions have the hash of the
 * unnormalized address until their next update: SQL cannot compute the new one, since the address itself is encrypted.
 */
export function emailHashes(vault: Vault, email: string): readonly Buffer[] {
  // Normalizing takes quadratic time.
  if (isLongerThan(email, ADDRESS_LENGTH_MAX)) return []
  return [emailHash(vault, email), vault.mac('email', email)]
}
