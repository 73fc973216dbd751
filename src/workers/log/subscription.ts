import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../../base/log/log.ts'
import type { LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import { LogArchived } from '../../store/event-log/kept.ts'
import { isAfter, positionOf } from '../../store/event-log/position.ts'
import type { LogPage } from '../../store/event-log/read-page.ts'
import type { LoggedEventRow } from '../../store/tables.ts'
import { LogBuffer } from './buffer.ts'

/** The parts of the tail that a subscription uses. */
export interface LogSource {
  /** All events up to here were added to the attached buffers. */
  position(): LogPosition
  readonly bufferLimit: number
  readonly log: Log
  attach(buffer: LogBuffer): void
  detach(buffer: LogBuffer): void
  read(view: LogView, after: LogPosition): Promise<LogPage>
}

const RETRY_MS = 500

/**
 * One reader of the event log, with its own position. Once its position has reached the start of its buffer, the buffer
 * has all further events. Before that, and after an overflow, it reads pages from the database until it reaches a new
 * buffer.
 *
 * Not an async generator, because the `return()` of a generator waits for the pending `next()`. On a quiet log that
 * never settles, and an abandoned subscription would stay forever.
 */
export class LogSubscription implements AsyncIterableIterator<LoggedEventRow> {
  readonly #source: LogSource
  readonly #view: LogView
  #ended = false
  /** Ends the pause before a page is read again. */
  #pause: AbortController | undefined
  readonly #onEnd: (subscription: LogSubscription) => void
  #position: LogPosition
  #buffer: LogBuffer | undefined
  /** Events from the buffer or a page that are not yet returned, in reverse order. `#position` is after them. */
  #taken: LoggedEventRow[] = []
  /** The result of the last `next`, and how many have none yet. */
  #turn: Promise<IteratorResult<LoggedEventRow>> = Promise.resolve({ done: true, value: undefined })
  #pending = 0
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

  /** True while it reads from memory. */
  get live(): boolean {
    return this.#buffer !== undefined && !this.#buffer.overflowed && !isAfter(this.#buffer.from, this.#position)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<LoggedEventRow>> {
    const advance = () => this.#advance()
    this.#turn = this.#pending === 0 ? advance() : this.#turn.then(advance, advance)
    this.#pending += 1
    return this.#turn
  }

  async return(): Promise<IteratorResult<LoggedEventRow>> {
    this.end()
    return { done: true, value: undefined }
  }

  /** Ends it; a pending `next()` returns done. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#pause?.abort()
    if (this.#buffer !== undefined) this.#source.detach(this.#buffer)
    this.#buffer = undefined
    this.#taken = []
    this.#onEnd(this)
    this.#wake()
  }

  async #advance(): Promise<IteratorResult<LoggedEventRow>> {
    try {
      while (!this.#ended) {
        const value = this.#taken.pop()
        if (value !== undefined) return { done: false, value }
        const buffer = this.#attached()
        if (isAfter(buffer.from, this.#position)) await this.#takePage()
        else if (buffer.length > 0) this.#takeBuffered(buffer)
        else await this.#woken()
      }
      return { done: true, value: undefined }
    } finally {
      this.#pending -= 1
    }
  }

  // Attached before a page is read, so that the page reaches at least the start of the buffer and no event is missed.
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
      const page = await this.#source.read(this.#view, this.#position)
      if (this.#ended) return
      this.#position = page.position
      this.#taken = page.rows.toReversed()
    } catch (error) {
      if (error instanceof LogArchived) throw error
      // Retried without an error for the reader: no event is lost, they only arrive later.
      this.#source.log.warn({ err: error }, 'a page of the event log could not be read; retrying')
      this.#pause = new AbortController()
      if (!this.#ended) await delay(RETRY_MS, undefined, { signal: this.#pause.signal }).catch(() => {})
    }
  }

  #woken(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }
}
