import type { LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import { isAfter } from '../../store/event-log/position.ts'
import type { LoggedEventRow } from '../../store/tables/event.ts'

/**
 * What the tail has for one reader and the reader has not taken yet: everything in its view behind `from`, until it
 * overflows. Then it is empty and of no more use: its reader goes on from the database.
 */
export class LogBuffer {
  readonly view: LogView
  /** Where the tail stood when it began to fill this. */
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

  /** Never called again once it has overflowed. */
  add(row: LoggedEventRow): void {
    if (this.#rows.length === this.#limit) {
      this.#rows = []
      this.#overflowed = true
    } else {
      this.#rows.push(row)
    }
    this.#changed()
  }

  /** Empties it; what the reader already has is left out. */
  take(after: LogPosition): LoggedEventRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows.filter(row => isAfter(row, after))
  }
}
