import type { LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import { isAfter } from '../../store/event-log/position.ts'
import type { LoggedEventRow } from '../../store/tables.ts'

/**
 * Events for one reader that it has not read yet: everything in its view after `from`, until it overflows. It is then
 * empty and unusable, and its reader continues from the database.
 */
export class LogBuffer {
  readonly view: LogView
  /** The position of the tail when it started to fill this buffer. */
  readonly from: LogPosition
  readonly #limit: number
  readonly #changed: () => void
  #rows: LoggedEventRow[] = []
  #overflowed = false

  constructor(view: LogView, from: LogPosition, options: { readonly limit: number; readonly changed: () => void }) {
    this.view = view
    this.from = from
    this.#limit = options.limit
    this.#changed = options.changed
  }

  get length(): number {
    return this.#rows.length
  }

  get overflowed(): boolean {
    return this.#overflowed
  }

  /** Must not be called after an overflow. */
  add(row: LoggedEventRow): void {
    if (this.#rows.length === this.#limit) {
      this.#rows = []
      this.#overflowed = true
    } else {
      this.#rows.push(row)
    }
    this.#changed()
  }

  /** Empties the buffer. Returns the events after the given position. */
  take(after: LogPosition): LoggedEventRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows.filter(row => isAfter(row, after))
  }
}
