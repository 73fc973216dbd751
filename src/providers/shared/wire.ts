import { firstCharacters } from '../../base/text/characters.ts'
import { isRecord, parseJson } from '../../base/text/json.ts'

/**
 * A provider's data, not yet validated. Each reader returns undefined if the field is missing or of another type; the
 * mapping decides which fields are required. zod is not used, because one unexpected field must not make a whole
 * response unreadable.
 */
export type Wire = Readonly<Record<string, unknown>>

export function parseWire(text: string): Wire | undefined {
  const value = parseJson(text)
  return isRecord(value) ? value : undefined
}

/** A text that is not empty, without NUL and half surrogate pairs, which cannot be stored. */
export function textOf(record: Wire, field: string): string | undefined {
  const value = record[field]
  return typeof value === 'string' && value !== '' ? storable(value) : undefined
}

/** The text, cut to this many characters. */
export function shortened(text: string, characters: number): string {
  return storable(firstCharacters(text, characters))
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

export function recordOf(record: Wire, field: string): Wire | undefined {
  const value = record[field]
  return isRecord(value) ? value : undefined
}

/** A list of records: empty if the field is missing or null, undefined if it holds anything else. */
export function recordsOf(record: Wire, field: string): readonly Wire[] | undefined {
  const value = record[field] ?? []
  return Array.isArray(value) && value.every(isRecord) ? value : undefined
}

/** A provider's code for messages; anything but a plain upper-case word is left out. */
export function printable(word: string | undefined): string {
  return word !== undefined && /^[A-Z0-9_]{1,64}$/.test(word) ? word : '(unreadable)'
}

/** Every text in a value at any depth, except texts of one or two characters (such as a country). */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 2 ? [value] : []
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/** A provider's message without quoted personal data, because failures are kept after an erasure. */
export function withoutTexts(message: string, personal: readonly string[]): string {
  return personal
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, value) => text.replaceAll(value, '…'), message)
}

/** The result of a mapping, or why it failed (without the content of the response). */
export type Mapped<Value> = { readonly ok: true; readonly value: Value } | Unmapped
interface Unmapped {
  readonly ok: false
  readonly problem: string
}

export function mapped<Value>(value: Value): Mapped<Value> {
  return { ok: true, value }
}

export function unmapped(problem: string): Unmapped {
  return { ok: false, problem }
}
