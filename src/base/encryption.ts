import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type DataKey,
  type MasterKey,
  type MasterKeys,
  newDataKey,
  secretKeyOf,
  unwrapKey,
  versionOfWrapped,
  wrapKey,
} from './encryption/keys.ts'
import {
  decryptFormat1,
  decryptValue,
  describe,
  encryptValue,
  isFormat1,
  keyIdIn,
  type Place,
  SYSTEM_KEY_ID,
} from './encryption/values.ts'

/** The uses of keyed hashes. Each has a key of its own, so that a hash of one use is invalid for another. */
type HashUse = 'check' | 'email' | 'fingerprint' | 'cursor' | 'link' | 'client-token'

/** A consumer, and their data key as it is stored; null if they have none (not yet, or no longer). */
export interface KeyHolder {
  readonly id: string
  readonly dataKey: { readonly wrappedKey: Uint8Array } | null
}

/** A new data key as it is stored. */
export interface WrappedKey {
  readonly keyId: Buffer
  readonly wrappedKey: Buffer
  /** The version of the master key that wraps it. */
  readonly keyVersion: string
}

/** The installation's own keys, wrapped. They never change: a rotation only wraps them under another master key. */
export interface SystemKeys {
  /** Encrypts values that belong to no consumer. */
  readonly systemKey: Uint8Array
  /**
   * Hashes the arguments of idempotent requests. The arguments are not stored, so a rotation could not hash them again.
   */
  readonly fingerprintKey: Uint8Array
}

/**
 * Encrypts text for storage (AES-256-GCM) and makes keyed hashes (HMAC-SHA-256), with node:crypto alone. A value is
 * encrypted with the data key of its consumer, or with the installation's own key if it belongs to no consumer.
 */
export interface Vault {
  /** The version of the current master key. */
  readonly version: string
  encrypt(place: Place, holder: KeyHolder | null, text: string): Buffer
  /** Throws if the bytes were changed, were copied from another place, or name a key that is not given. */
  decrypt(place: Place, holder: KeyHolder | null, encrypted: Uint8Array): string
  /** A new data key for a consumer, wrapped under the current master key. */
  newDataKey(consumerId: string): WrappedKey
  /** The same key wrapped under the current master key; undefined if it is already wrapped under that one. */
  rewrap(owner: string, wrapped: Uint8Array): Buffer | undefined
  /** A hash under the current master key. */
  mac(use: HashUse, text: string): Buffer
  /** A hash under each configured master key, the current one first, with its version. */
  macs(use: HashUse, text: string): readonly { readonly version: string; readonly mac: Buffer }[]
  /** True for a hash under any configured master key. Compares in constant time. */
  macMatches(use: HashUse, text: string, mac: Uint8Array): boolean
}

const SYSTEM_OWNER = 'installation'
const FINGERPRINT_OWNER = 'installation/fingerprint'

/** @param from The master key whose fingerprints the database holds; the current one for a new database. */
export function newSystemKeys({ current }: MasterKeys, from: MasterKey = current): SystemKeys {
  return {
    systemKey: wrapKey(current, SYSTEM_OWNER, newDataKey()),
    // Databases of earlier versions contain fingerprints under a key that was derived from the master key of that time.
    fingerprintKey: wrapKey(current, FINGERPRINT_OWNER, { bytes: from.derive('fingerprint') }),
  }
}

/** The owners of the installation's keys, for a rotation. */
export const systemKeyOwners = { systemKey: SYSTEM_OWNER, fingerprintKey: FINGERPRINT_OWNER } as const

/** Up to twice as many are kept, which takes about 3 MB. */
const KEPT_KEYS = 5_000

interface VaultOptions {
  /** True while the database may hold values of format 1, which are bound to no row. */
  readonly acceptsFormat1?: boolean
  /** Unwrapped data keys in memory: at most twice as many. */
  readonly keptKeys?: number
}

export function createVault(
  masters: MasterKeys,
  keys: SystemKeys,
  { acceptsFormat1 = false, keptKeys = KEPT_KEYS }: VaultOptions = {},
): Vault {
  const { current, all } = masters
  const system: DataKey = { ...unwrapKey(masters, SYSTEM_OWNER, keys.systemKey), id: SYSTEM_KEY_ID }
  const fingerprintKey = unwrapKey(masters, FINGERPRINT_OWNER, keys.fingerprintKey).bytes
  const unwrapped = unwrappedKeys(masters, keptKeys)
  const keyOf = (holder: KeyHolder | null) =>
    holder?.dataKey ? unwrapped(holder.id, holder.dataKey.wrappedKey) : undefined
  const macUnder = (master: MasterKey, use: HashUse, text: string) =>
    createHmac('sha256', secretKeyOf(use === 'fingerprint' ? fingerprintKey : master.derive(use)))
      .update(text)
      .digest()
  return {
    version: current.version,
    encrypt: (place, holder, text) => encryptValue(keyOf(holder) ?? system, place, text),
    decrypt(place, holder, encrypted) {
      if (isFormat1(encrypted)) {
        if (acceptsFormat1) return decryptFormat1(all, place, encrypted)
        throw new Error(
          `${describe(place)} is in format 1, which this database no longer contains: it was not written by the gateway`,
        )
      }
      const id = keyIdIn(encrypted)
      if (id.equals(SYSTEM_KEY_ID)) return decryptValue(system, place, encrypted)
      const key = keyOf(holder)
      if (key === undefined || !key.id.equals(id))
        throw new Error(
          `${describe(place)} was encrypted with a data key that is destroyed or belongs to another consumer`,
        )
      return decryptValue(key, place, encrypted)
    },
    newDataKey(consumerId) {
      const key = newDataKey()
      return { keyId: key.id, wrappedKey: wrapKey(current, consumerId, key), keyVersion: current.version }
    },
    rewrap: (owner, wrapped) =>
      versionOfWrapped(wrapped) === current.version
        ? undefined
        : wrapKey(current, owner, unwrapKey(masters, owner, wrapped)),
    mac: (use, text) => macUnder(current, use, text),
    macs: (use, text) => all.map(master => ({ version: master.version, mac: macUnder(master, use, text) })),
    macMatches: (use, text, given) => all.some(master => matches(macUnder(master, use, text), given)),
  }
}

function matches(mac: Buffer, given: Uint8Array): boolean {
  const expected = mac.subarray(0, given.byteLength)
  return given.byteLength >= 8 && expected.byteLength === given.byteLength && timingSafeEqual(expected, given)
}

/**
 * Unwraps data keys and caches the most recently used ones: a key that is not used while `most` other keys are used is
 * dropped. A key is found only by its wrapped bytes, so only a caller that has read these can use it.
 */
function unwrappedKeys(masters: MasterKeys, most: number): (owner: string, wrapped: Uint8Array) => DataKey {
  let recent = new Map<string, DataKey>()
  let before = recent
  return (owner, wrapped) => {
    const name = `${owner} ${Buffer.from(wrapped).toString('latin1')}`
    const known = recent.get(name)
    if (known) return known
    const key = before.get(name) ?? unwrapKey(masters, owner, wrapped)
    if (recent.size >= most) {
      before = recent
      recent = new Map()
    }
    recent.set(name, key)
    return key
  }
}
