import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The uses of the master key. HKDF derives a separate key for each, so that data of one use is invalid for another. */
type VaultUse =
  | 'account'
  | 'check'
  | 'personal'
  | 'request'
  | 'token'
  | 'webhook'
  | 'email'
  | 'fingerprint'
  | 'cursor'
  | 'link'

/** Encrypts text for storage (AES-256-GCM) and makes keyed hashes (HMAC-SHA-256), both with node:crypto alone. */
export interface Vault {
  encrypt(use: VaultUse, text: string): Buffer
  /** Throws if the bytes were altered, or were encrypted for another use or with another key. */
  decrypt(use: VaultUse, encrypted: Uint8Array): string
  mac(use: VaultUse, text: string): Buffer
  /** In constant time. */
  macMatches(use: VaultUse, text: string, mac: Uint8Array): boolean
}

/** @param masterKey 32 bytes. */
export function createVault(masterKey: Uint8Array): Vault {
  if (masterKey.byteLength !== 32)
    throw new RangeError(`the master key must have 32 bytes, not ${masterKey.byteLength}`)
  const keys = new Map<VaultUse, Buffer>()
  const keyFor = (use: VaultUse): Buffer => {
    const known = keys.get(use)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', masterKey, '', `perennial/${use}`, 32))
    keys.set(use, key)
    return key
  }
  const mac = (use: VaultUse, text: string): Buffer => createHmac('sha256', keyFor(use)).update(text).digest()
  return {
    encrypt: (use, text) => encrypt(keyFor(use), text),
    decrypt: (use, encrypted) => decrypt(keyFor(use), encrypted),
    mac,
    macMatches: (use, text, given) => {
      const expected = mac(use, text).subarray(0, given.byteLength)
      return given.byteLength >= 8 && expected.byteLength === given.byteLength && timingSafeEqual(expected, given)
    },
  }
}

function encrypt(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, encrypted: Uint8Array): string {
  const bytes = Buffer.from(encrypted)
  if (bytes[0] !== FORMAT) throw new Error(`unknown encryption format ${bytes[0]}: expected ${FORMAT}`)
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
  const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(tag)
  const body = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}
