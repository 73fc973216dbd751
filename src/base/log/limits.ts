import { firstCharacters } from '../text/characters.ts'

const LONGEST_TEXT = 500
const MOST_MEMBERS = 50
const DEEPEST = 6

/**
 * A log entry's data with its long texts, long lists and deep objects cut: what callers write is as long as they like, and a log
 * that grows with it fills the disk. Errors stay, since they are described elsewhere.
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

/** The beginning of a text, and how much is left out. */
function cutText(text: string): string {
  const first = firstCharacters(text, LONGEST_TEXT)
  return first === text ? text : `${first}… ${text.length - first.length} more`
}

const WINDOW_MS = 10_000
const LINES_IN_WINDOW = 20
/** The kinds of lines are ours, and few. Should they ever not be, those beyond this many count as one. */
const MOST_KINDS = 1_000

/** Whether a line of a kind is written. One that is not is counted; at the end of the window the last `writeCount` gets the number. */
type RepeatLimit = (kind: string, writeCount: (repeated: number) => void) => boolean

/** Of the same kind, the first lines in ten seconds are written and the others counted: who sends much does not fill the log. */
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
