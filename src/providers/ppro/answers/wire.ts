import { readInstant } from '../../../base/time/instant.ts'
import type { Wire } from '../../shared/wire.ts'

/** An integer of minor units. A number beyond 2^53-1 is rejected, because JSON.parse loses its last digits. */
export function minorUnitsOf(record: Wire, field: string): bigint | undefined {
  const value = record[field]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
}

/**
 * An RFC 3339 instant, as PPRO documents it. `Date` would read `1` as a day of 2001, and a time without an offset as
 * local time.
 */
export function instantOf(record: Wire, field: string): Date | undefined {
  const value = record[field]
  const instant = typeof value === 'string' ? readInstant(value) : undefined
  return instant instanceof Date ? instant : undefined
}
