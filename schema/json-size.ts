/**
 * A JSON field's `extensions`: how many values it counts as when the cost of an operation is counted, about one for each
 * 900 bytes of the largest that it answers. Every field of the type JSON needs it.
 */
export function jsonOf(assumedValues: number): { readonly assumedValues: number } {
  return { assumedValues }
}

/** Of a metadata field: 50 keys of 100 characters with 1,024 characters each. */
export const metadataSize = jsonOf(250)
