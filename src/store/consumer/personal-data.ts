import type { KeyHolder, Vault } from '../../base/encryption.ts'
import { isLongerThan } from '../../base/text/characters.ts'
import type { ConsumerRow } from '../tables.ts'

/** Data that identifies a person. It is stored in one column, encrypted with the consumer's data key. */
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

const COLUMN = 'consumers.encrypted_personal'

export function encryptPersonalData(vault: Vault, holder: KeyHolder, data: PersonalData): Buffer {
  return vault.encrypt({ column: COLUMN, id: holder.id }, holder, JSON.stringify(data))
}

/** Decrypts a consumer's personal data. All null if it was erased. */
export function openPersonalData(
  vault: Vault,
  { encryptedPersonal, ...holder }: KeyHolder & Pick<ConsumerRow, 'encryptedPersonal'>,
): PersonalData {
  if (encryptedPersonal === null) return nothing
  const text = vault.decrypt({ column: COLUMN, id: holder.id }, holder, encryptedPersonal)
  return { ...nothing, ...(JSON.parse(text) as PersonalData) }
}

/** An address has at most 254 characters, or up to four times as many with decomposed accents. */
const ADDRESS_LENGTH_MAX = 4 * 254

/**
 * A keyed hash of an e-mail address that ignores case, after the version of its master key. It finds a consumer by
 * address although addresses are stored encrypted.
 */
export function emailHash(vault: Vault, email: string): Buffer {
  return Buffer.concat([Buffer.from(vault.version, 'hex'), vault.mac('email', plainAddress(email))])
}

/**
 * All hashes under which a consumer with this address may be stored: during a rotation, one under each configured
 * master key. Rows of earlier versions have a hash without a version, or a hash of the unnormalized address, until the
 * next rotation or update.
 */
export function emailHashes(vault: Vault, email: string): readonly Buffer[] {
  // Normalizing takes quadratic time.
  if (isLongerThan(email, ADDRESS_LENGTH_MAX)) return []
  return [
    ...vault
      .macs('email', plainAddress(email))
      .flatMap(({ version, mac }) => [Buffer.concat([Buffer.from(version, 'hex'), mac]), mac]),
    ...vault.macs('email', email).map(({ mac }) => mac),
  ]
}

function plainAddress(email: string): string {
  return email.normalize('NFC').toLowerCase()
}
