import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { keyCheckOf } from '../../../src/base/encryption/key-check.ts'
import { masterKeys } from '../../../src/base/encryption/keys.ts'

// What versions of the gateway before data keys wrote.

const keyFor = (masterKey: Uint8Array, use: string) =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `perennial/${use}`, 32))

/** A value of format 1: bound to no row. */
export function format1(masterKey: Uint8Array, use: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(masterKey, use), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body])
}

/** A keyed hash without the version of its key. */
export function formerMac(masterKey: Uint8Array, use: string, text: string): Buffer {
  return createHmac('sha256', keyFor(masterKey, use)).update(text).digest()
}

export function formerKeyCheck(masterKey: Uint8Array): Buffer {
  return keyCheckOf(masterKeys([masterKey]).current, 'format1')
}
