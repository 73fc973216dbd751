/**
 * Lengths of texts are counted in characters: Unicode code points, as PostgreSQL and JSON Schema count them.
 * JavaScript's `length` counts UTF-16 units, of which an emoji has two.
 */

/** True if a text has more characters than that. Reads no further than needed. */
export function isLongerThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false
  // A character has two units at most.
  return text.length > 2 * characters || [...text].length > characters
}

/** The beginning of a text, of at most so many characters. */
export function firstCharacters(text: string, characters: number): string {
  return isLongerThan(text, characters) ? [...text.slice(0, 2 * characters)].slice(0, characters).join('') : text
}

/** At most so many characters; if some are left out, the last one is "…". */
export function abbreviated(text: string, characters: number): string {
  return isLongerThan(text, characters) ? `${firstCharacters(text, characters - 1)}…` : text
}
