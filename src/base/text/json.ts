/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/**
 * The deepest nesting accepted in JSON from outside. No message needs more, and functions that walk such a value can
 * recurse without a stack overflow.
 */
export const JSON_DEPTH = 64

/** As JSON.parse takes it. `source` is the text of the value. */
type JsonReviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown

/** Parses text from outside: undefined if it is not JSON, or if it nests deeper than `levels`. */
export function parseJson(text: string, levels = JSON_DEPTH, reviver?: JsonReviver): unknown {
  if (nestsDeeper(text, levels)) return undefined
  try {
    return JSON.parse(text, reviver) as unknown
  } catch {
    return undefined
  }
}

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'[]{}'].map(bracket => bracket.charCodeAt(0))

/**
 * True if a JSON text nests deeper than `levels`. Reads the text once, without recursion. No library checks before it
 * parses.
 */
export function nestsDeeper(text: string, levels: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === BACKSLASH) at += 1
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1
      if (depth > levels) return true
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1
  }
  return false
}

/** An object or a list. */
export function isContainer(value: unknown): value is object {
  return value !== null && typeof value === 'object'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value)
}

/**
 * JSON with sorted keys and without undefined, so that equal values give equal text. BigInt becomes a string of digits
 * and Date its ISO form, which the packages for canonical JSON do not support.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
