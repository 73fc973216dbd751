import { firstCharacters } from '../text/characters.ts'

const LONGEST_TEXT = 500
const MOST_MEMBERS = 50
const DEEPEST = 6

/**
 * A log entry's data with its long texts, long lists and deep objects cut, because callers' data can be of any size and
 * would fill the disk. Errors are kept for their serializer. pino has no limits of its own.
 */
export function cutData(value: object): Record<string, unknown> {
  return cut(value, 0) as Record<string, unknown>
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cutText(value)
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value
  if (depth === DEEPEST) return '…'
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_MEMBERS).map(item => cut(item, depth + 1))
    return value.length > MOST_MEMBERS ? [...items, `… ${value.length - MOST_MEMBERS} more`] : items
  }
  const members = Object.entries(value).slice(0, MOST_MEMBERS)
  return Object.fromEntries(members.map(([name, member]) => [cutText(name), cut(member, depth + 1)]))
}

/** The beginning of a text, and the length of the rest. */
function cutText(text: string): string {
  const first = firstCharacters(text, LONGEST_TEXT)
  return first === text ? text : `${first}… ${text.length - first.length} more`
}

const WINDOW_MS = 10_000
const LINES_IN_WINDOW = 20
/** There are few kinds of lines. If there are ever more than this, the others count as one kind. */
const MOST_KINDS = 1_000

/**
 * Whether to write a line of this kind. If not, the line is counted; at the end of the window `writeCount` of the last
 * line gets the number.
 */
type RepeatLimit = (kind: string, writeCount: (repeated: number) => void) => boolean

/**
 * Writes the first lines of a kind in ten seconds and counts the others, so that a flood of requests does not fill the
 * log.
 */
export function createRepeatLimit(): RepeatLimit {
  const kinds = new Map<string, { lines: number; writeCount: (repeated: number) => void }>()
  const endWindow = () => {
    const ended = [...kinds.values()]
    kinds.clear()
    for (const { lines, writeCount } of ended) {
      if (lines > LINES_IN_WINDOW) writeCount(lines - LINES_IN_WINDOW)
    }
  }
  return (kind, writeCount) => {
    if (kinds.size === 0) setTimeout(endWindow, WINDOW_MS).unref()
    const key = kinds.has(kind) || kinds.size < MOST_KINDS ? kind : ''
    const entry = kinds.get(key) ?? { lines: 0, writeCount }
    entry.lines += 1
    entry.writeCount = writeCount
    kinds.set(key, entry)
    return entry.lines <= LINES_IN_WINDOW
  }
}
