import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../../base/log/log.ts'
import type { LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import { isAfter, positionOf } from '../../store/event-log/position.ts'
import type { LogPage } from '../../store/event-log/read-page.ts'
import type { LoggedEventRow } from '../../store/tables/event.ts'
import { LogBuffer } from './buffer.ts'

/** What a subscription needs of the tail. */
interface LogSource {
  /** Everything up to here was given to the buffers attached by then. */
  position(): LogPosition
  readonly bufferLimit: number
  readonly log: Log
  attach(buffer: LogBuffer): void
  detach(buffer: LogBuffer): void
  read(after: LogPosition): Promise<LogPage>
}

const RETRY_MS = 500

/**
 * One reader of the log, with a place of its own. While its place is at or behind where its buffer began, the buffer
 * has all that comes next; before that, and after an overflow, it reads pages from the database until it meets a new
 * buffer.
 *
 * Written by hand rather than as an async generator: a generator's `return()` waits for the pending `next()`, which on
 * a quiet log never comes, so that a subscription that its client has left would stay for ever.
 */
export class LogSubscription implements AsyncIterableIterator<LoggedEventRow> {
  readonly #source: LogSource
  readonly #view: LogView
  readonly #ending = new AbortController()
  readonly #onEnd: (subscription: LogSubscription) => void
  #position: LogPosition
  #buffer: LogBuffer | undefined
  /** Taken from the buffer or a page, and not handed out yet: `#position` stands behind them. The next one last. */
  #taken: LoggedEventRow[] = []
  #turn: Promise<unknown> = Promise.resolve()
  #wake: () => void = () => {}

  constructor(
    source: LogSource,
    start: { readonly view: LogView; readonly after: LogPosition },
    onEnd: (subscription: LogSubscription) => void,
  ) {
    this.#source = source
    this.#view = start.view
    this.#position = start.after
    this.#onEnd = onEnd
  }

  get bufferedEvents(): number {
    return (this.#buffer?.length ?? 0) + this.#taken.length
  }

  /** True while it follows from memory. */
  get live(): boolean {
    return this.#buffer !== undefined && !this.#buffer.overflowed && !isAfter(this.#buffer.from, this.#position)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<LoggedEventRow>> {
    const answer = this.#turn.then(() => this.#advance())
    this.#turn = answer.catch(() => {}) // a failure belongs to the call that met it
    return answer
  }

  async return(): Promise<IteratorResult<LoggedEventRow>> {
    this.end()
    return { done: true, value: undefined }
  }

  /** A waiting `next()` answers that it is done. */
  end(): void {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    if (this.#buffer !== undefined) this.#source.detach(this.#buffer)
    this.#buffer = undefined
    this.#taken = []
    this.#onEnd(this)
    this.#wake()
  }

  async #advance(): Promise<IteratorResult<LoggedEventRow>> {
    while (!this.#ending.signal.aborted) {
      const value = this.#taken.pop()
      if (value !== undefined) return { done: false, value }
      const buffer = this.#attached()
      if (isAfter(buffer.from, this.#position)) await this.#takePage()
      else if (buffer.length > 0) this.#takeBuffered(buffer)
      else await this.#woken()
    }
    return { done: true, value: undefined }
  }

  // Attached before a page is read: the page then reaches at least as far as the buffer's beginning, so there is no
  // seam.
  #attached(): LogBuffer {
    if (this.#buffer !== undefined && !this.#buffer.overflowed) return this.#buffer
    if (this.#buffer !== undefined) this.#source.detach(this.#buffer)
    const options = { limit: this.#source.bufferLimit, changed: () => this.#wake() }
    const buffer = new LogBuffer(this.#view, this.#source.position(), options)
    this.#buffer = buffer
    this.#source.attach(buffer)
    return buffer
  }

  #takeBuffered(buffer: LogBuffer): void {
    const rows = buffer.take(this.#position)
    const last = rows.at(-1)
    if (last !== undefined) this.#position = positionOf(last)
    this.#taken = rows.reverse()
  }

  async #takePage(): Promise<void> {
    try {
      const page = await this.#source.read(this.#position)
      if (this.#ending.signal.aborted) return
      this.#position = page.position
      this.#taken = page.rows.toReversed()
    } catch (error) {
      // Its reader need not know that the database was away for a moment: nothing is lost, it only comes later.
      this.#source.log.warn({ err: error }, 'a page of the log could not be read; it is tried again')
      await delay(RETRY_MS, undefined, { signal: this.#ending.signal }).catch(() => {})
    }
  }

  #woken(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }
}
