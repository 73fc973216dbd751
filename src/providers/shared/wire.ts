import { firstCharacters } from '../../base/text/characters.ts'
import { isRecord, parseJson } from '../../base/text/json.ts'

/**
 * What a provider wrote, not yet believed: each reader gives undefined if the field is missing or of another type, and
 * the mapping decides what it cannot do without.
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

/** At most so many characters. */
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

/** One of the provider's words for an operator's eyes: anything that is not a plain upper-case word is left out. */
export function printable(word: string | undefined): string {
  return word !== undefined && /^[A-Z0-9_]{1,64}$/.test(word) ? word : '(no readable word)'
}

/** Every text in a value, however deep; those of one or two characters (a country) tell nothing. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 2 ? [value] : []
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/** A provider's message without what it quotes of the consumer: failures outlive an erasure. */
export function withoutTexts(message: string, personal: readonly string[]): string {
  return personal
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, value) => text.replaceAll(value, '…'), message)
}

/** What a mapping makes of an answer: something known, or why it cannot be (in words without the answer's content). */
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
