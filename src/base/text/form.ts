/** More than any form sent to the gateway has. */
export const MAX_FORM_FIELDS = 256

/**
 * The decoded fields of a form or a query, in their order. Undefined if there are more than MAX_FORM_FIELDS: they are
 * counted before any is decoded, because decoding a megabyte of short names takes seconds.
 */
export function parseForm(text: string): [name: string, value: string][] | undefined {
  return exceeds(text, '&', MAX_FORM_FIELDS - 1) ? undefined : [...new URLSearchParams(text)]
}

/** Whether more than `most` characters of a text are in `characters`. Reads no further than needed. */
export function exceeds(text: string, characters: string, most: number): boolean {
  let found = 0
  for (let index = 0; index < text.length; index++) {
    if (characters.includes(text.charAt(index)) && ++found > most) return true
  }
  return false
}
