import { isContainer } from '../../../base/text/json.ts'

/**
 * True if a value's JSON certainly has more bytes than that. Counts each character as one byte, so the JSON of a value
 * that passes can be a few times as long and is measured again. Stops reading at the limit.
 */
export function isLargerThan(value: unknown, bytes: number): boolean {
  return bytesLeft(value, bytes) < 0
}

/** Recursive: a result nests no deeper than its document's fields and a JSON value together. */
function bytesLeft(value: unknown, bytes: number): number {
  if (typeof value === 'string') return bytes - value.length - 2
  if (!isContainer(value)) return bytes - 1
  let left = bytes - 2
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (left < 0) return left
      left = bytesLeft(entry, left)
    }
    return left
  }
  for (const name of Object.keys(value)) {
    if (left < 0) return left
    const member = (value as Record<string, unknown>)[name]
    // JSON omits undefined.
    if (member !== undefined) left = bytesLeft(member, left - name.length - 3)
  }
  return left
}
