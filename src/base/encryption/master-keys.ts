import { hkdfSync } from 'node:crypto'

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
