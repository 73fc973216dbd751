import type { Wire } from '../wire.ts'

/** An integer of minor units. Beyond 2^53-1 JSON.parse has lost digits: such a number is not read at all. */
export function minorUnitsOf(record: Wire, field: string): bigint | undefined {
  const value = record[field]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
}

export function instantOf(record: Wire, field: string): Date | undefined {
  const value = record[field]
  if (typeof value !== 'string') return undefined
  const instant = new Date(value)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}
