import { createHmac, randomBytes } from 'node:crypto'
import { decryptBytes, encryptBytes } from './aes-gcm.ts'
import type { MasterKey, MasterKeys } from './master-keys.ts'

/** The layout of a wrapped key: this byte, the master key's version, then the encrypted key. */
const FORMAT = 1
const VERSION_END = 5
const KEY_BYTES = 32
export const KEY_ID_BYTES = 8

/** A key that encrypts data. It is stored only wrapped: encrypted by a master key. */
export interface DataKey {
  /** Derived from the key: values name their key by it. It reveals nothing about the key. */
  readonly id: Buffer
  readonly bytes: Buffer
}

export function newDataKey(): DataKey {
  return dataKey(randomBytes(KEY_BYTES))
}

export function dataKey(bytes: Buffer): DataKey {
  return { id: createHmac('sha256', bytes).update('perennial/key-id').digest().subarray(0, KEY_ID_BYTES), bytes }
}

/** @param owner The owner of the key: wrapped bytes that are copied to another owner cannot be unwrapped. */
export function wrapKey({ version, derive }: MasterKey, owner: string, key: Pick<DataKey, 'bytes'>): Buffer {
  const wrapped = encryptBytes(derive('wrap'), owner, key.bytes)
  return Buffer.concat([Buffer.of(FORMAT), Buffer.from(version, 'hex'), wrapped])
}

export function unwrapKey({ all }: MasterKeys, owner: string, wrapped: Uint8Array): DataKey {
  const version = versionOfWrapped(wrapped)
  const master = all.find(key => key.version === version)
  if (master === undefined)
    throw new Error(
      `the data key of ${owner} is wrapped under the master key ${version}, which is not configured: ` +
        'add that key to ENCRYPTION_KEY_PREVIOUS',
    )
  try {
    return dataKey(decryptBytes(master.derive('wrap'), owner, wrapped.subarray(VERSION_END)))
  } catch (cause) {
    throw new Error(
      `the data key of ${owner} cannot be unwrapped: its bytes were changed, or belong to another owner`,
      { cause },
    )
  }
}

/** The version of the master key that wraps it. */
export function versionOfWrapped(wrapped: Uint8Array): string {
  if (wrapped[0] !== FORMAT) throw new Error(`unknown format ${wrapped[0]} of a wrapped key: expected ${FORMAT}`)
  return Buffer.from(wrapped.subarray(1, VERSION_END)).toString('hex')
}
