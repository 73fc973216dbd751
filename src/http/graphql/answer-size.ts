/** True if a value takes more than so many bytes as JSON in UTF-8. Stops where it is known, and does not recurse. */
export function isLargerThan(value: unknown, maxBytes: number): boolean {
  let bytes = 0
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = toJson(waiting.pop())
    if (typeof next === 'string') bytes += bytesOfText(next)
    else if (Array.isArray(next)) {
      bytes += 2 + Math.max(0, next.length - 1)
      for (const member of next) waiting.push(member)
    } else if (typeof next === 'object' && next !== null) {
      bytes += 2
      for (const [name, member] of Object.entries(next)) {
        if (member === undefined) continue
        bytes += bytesOfText(name) + 2
        waiting.push(member)
      }
    } else bytes += String(next).length
    if (bytes > maxBytes) return true
  }
  return false
}

function toJson(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function'
    ? (value.toJSON() as unknown)
    : value
}

// Quotes, backslashes and control characters are written as escapes.
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

function bytesOfText(text: string): number {
  return Buffer.byteLength(ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)
}
