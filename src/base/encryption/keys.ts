import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { decryptBytes, encryptBytes } from './aes-gcm.ts'

const VERSION_BYTES = 4

/** A master key: it encrypts only other keys, and makes keyed hashes. */
export interface MasterKey {
  /**
   * Its fingerprint, 8 hexadecimal digits, which identifies it in everything that it wraps. It reveals nothing about
   * the key.
   */
  readonly version: string
  /** Derives a separate key for a use, so that data of one use is invalid for another. 32 bytes. */
  derive(use: string): Buffer
}

export interface MasterKeys {
  /** Wraps and hashes everything new. */
  readonly current: MasterKey
  /** The current one first, then the previous ones: stored data may be under any of them. */
  readonly all: readonly MasterKey[]
}

/** @param keys The current one, then the previous ones; 32 bytes each. */
export function masterKeys(keys: readonly Uint8Array[]): MasterKeys {
  const byVersion = new Map(keys.map(masterKey).map(key => [key.version, key]))
  const all = [...byVersion.values()]
  const [current] = all
  if (current === undefined) throw new RangeError('there is no master key')
  return { current, all }
}

function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.byteLength !== 32) throw new RangeError(`the master key must have 32 bytes, not ${bytes.byteLength}`)
  const derived = new Map<string, Buffer>()
  const derive = (use: string): Buffer => {
    const known = derived.get(use)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', bytes, '', `perennial/${use}`, 32))
    derived.set(use, key)
    return key
  }
  return { version: derive('version').subarray(0, VERSION_BYTES).toString('hex'), derive }
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>()

/**
 * A key as Node's object, made once: a cipher or an HMAC with it starts several times faster than with the bytes, and a charge
 * needs a dozen. It lives as long as the bytes, which must not change.
 */
export function secretKeyOf(bytes: Uint8Array): KeyObject {
  const known = keyObjects.get(bytes)
  if (known !== undefined) return known
  const made = createSecretKey(bytes)
  keyObjects.set(bytes, made)
  return made
}

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
