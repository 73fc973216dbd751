import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MasterKey, MasterKeys } from './keys.ts'

/**
 * The text that a key check hashes: one for a database that may contain values of format 1, one for a database that
 * contains none.
 */
const checked = { format1: 'perennial', format2: 'perennial/2' } as const

type Format = keyof typeof checked

/** The keyed hash by which a database's master key, and the formats of its values, are recognized. */
export function keyCheckOf(key: MasterKey, format: Format): Buffer {
  return createHmac('sha256', key.derive('check')).update(checked[format]).digest()
}

/**
 * The master key of a database, and the oldest format that its values may have. Undefined if none of the keys is the
 * database's.
 */
export function recognizeKey(
  { all }: MasterKeys,
  keyCheck: Uint8Array,
): { readonly key: MasterKey; readonly format: Format } | undefined {
  for (const key of all)
    for (const format of ['format2', 'format1'] as const) {
      const expected = keyCheckOf(key, format)
      if (expected.byteLength === keyCheck.byteLength && timingSafeEqual(expected, keyCheck)) return { key, format }
    }
  return undefined
}
