import { isRecord, parseJson } from '../../base/json.ts'

/**
 * What PPRO wrote, not yet believed. Its schemas make every field optional, so each reader gives undefined where the
 * field is missing or of another type, and the mapping decides what it cannot do without.
 */
export type Wire = Readonly<Record<string, unknown>>

export function parseWire(text: string): Wire | undefined {
  const value = parseJson(text)
  return isRecord(value) ? value : undefined
}

/** A text that is not empty, of characters that can be stored: no NUL, no half of a surrogate pair. */
export function textOf(record: Wire, field: string): string | undefined {
  const value = record[field]
  return typeof value === 'string' && value !== '' ? storable(value) : undefined
}

/** At most so many UTF-16 units; a pair is not cut in two. */
export function shortened(text: string, length: number): string {
  return storable(text.slice(0, length))
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

export function recordOf(record: Wire, field: string): Wire | undefined {
  const value = record[field]
  return isRecord(value) ? value : undefined
}

/** A list of records: empty where the field is missing or null, undefined where it holds anything else. */
export function recordsOf(record: Wire, field: string): readonly Wire[] | undefined {
  const value = record[field] ?? []
  return Array.isArray(value) && value.every(isRecord) ? value : undefined
}

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

/** One of the provider's words for an operator's eyes: anything that is not a plain upper-case word is left out. */
export function printable(word: string | undefined): string {
  return word !== undefined && /^[A-Z0-9_]{1,64}$/.test(word) ? word : '(no readable word)'
}

/** What a mapping makes of an answer: something known, or why it cannot be (in words without the answer's content). */
export type Mapped<Value> = { readonly ok: true; readonly value: Value } | Unmapped
export interface Unmapped {
  readonly ok: false
  readonly problem: string
}

export function mapped<Value>(value: Value): Mapped<Value> {
  return { ok: true, value }
}

export function unmapped(problem: string): Unmapped {
  return { ok: false, problem }
}
