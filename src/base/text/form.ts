/** More than any form that is sent here has. */
export const MAX_FORM_FIELDS = 256

/**
 * The fields of a form or a query, decoded, in their order. Undefined where there are more than MAX_FORM_FIELDS: they are counted
 * before any of them is decoded, because decoding a megabyte of short names takes seconds.
 */
export function parseForm(text: string): [name: string, value: string][] | undefined {
  return exceeds(text, '&', MAX_FORM_FIELDS - 1) ? undefined : [...new URLSearchParams(text)]
}

/** Whether more than `most` of a text's characters are among `wanted`. It looks no further than it has to. */
export function exceeds(text: string, wanted: string, most: number): boolean {
  let found = 0
  for (let index = 0; index < text.length; index++) {
    if (wanted.includes(text.charAt(index)) && ++found > most) return true
  }
  return false
}
