import { randomBytes } from 'node:crypto'

/** Prefix of each kind of id. The prefix alone identifies the kind. */
export const idPrefixes = {
  merchant: 'mer',
  apiKey: 'key',
  clientToken: 'ctk',
  consoleSession: 'cse',
  consumer: 'con',
  instrument: 'ins',
  agreement: 'agr',
  revocation: 'rev',
  charge: 'chg',
  authorization: 'auz',
  capture: 'cap',
  refund: 'ref',
  void: 'voi',
  schedule: 'sch',
  occurrence: 'occ',
  providerRequest: 'att',
  event: 'evt',
  providerEvent: 'pev',
  provider: 'prv',
  providerAccount: 'pac',
  auditEntry: 'aud',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
} as const

export type IdKind = keyof typeof idPrefixes

// Crockford base32 in lower case: digits sort before letters in every collation, so ids sort by time everywhere.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RANDOM_BYTES = 10
const kinds = new Map<string, IdKind>(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix, kind as IdKind]))
const WELL_FORMED = /^([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}$/

/**
 * A new id: prefix, "_", 10 characters of time and 16 random ones (48 and 80 bits). The format is like a ULID. ULID
 * libraries accept no clock and write upper case, so this is written by hand. Ids of one kind sort by `now`.
 *
 * @param random Returns RANDOM_BYTES bytes; simulations pass their own.
 */
export function newId(kind: IdKind, now: Date, random: (size: number) => Uint8Array = randomBytes): string {
  return `${idPrefixes[kind]}_${encodeTime(now.getTime())}${encodeBytes(random(RANDOM_BYTES))}`
}

const ID_CHARACTERS = 26
const DIGEST_BYTES = 17

/** An id that is computed from a keyed hash of at least 17 bytes, not from the time: the same hash gives the same id. */
export function derivedId(kind: IdKind, digest: Uint8Array): string {
  return `${idPrefixes[kind]}_${encodeBytes(digest.subarray(0, DIGEST_BYTES)).slice(0, ID_CHARACTERS)}`
}

/** Sorts before every id of this kind made at that time or later, and after every earlier one. */
export function firstId(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${encodeTime(at.getTime())}${'0'.repeat(16)}`
}

/** The kind of a well-formed id, or undefined. Does not check that the object exists. */
export function kindOfId(id: string): IdKind | undefined {
  const prefix = WELL_FORMED.exec(id)?.[1]
  return prefix === undefined ? undefined : kinds.get(prefix)
}

function encodeTime(milliseconds: number): string {
  let rest = milliseconds
  let text = ''
  for (let i = 0; i < 10; i++) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function encodeBytes(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((buffer >> bits) & 31)
    }
    buffer &= (1 << bits) - 1
  }
  return text
}
