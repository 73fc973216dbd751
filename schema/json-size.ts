/**
 * The `extensions` of a JSON field: how many values the cost of an operation counts for it, about one for each 900
 * bytes of its largest value. Every field of the type JSON needs it.
 */
export function jsonOf(assumedValues: number): { readonly assumedValues: number } {
  return { assumedValues }
}

/** For a metadata field: 50 keys of 100 characters with 1,024 characters each. */
export const metadataSize = jsonOf(250)
