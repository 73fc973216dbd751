import type { LogPosition } from '../../store/event-log/cursor.ts'
import { isAfter } from '../../store/event-log/position.ts'
import type { LogBatch } from '../../store/event-log/read-batch.ts'

interface LogPaceStats {
  readonly sinceLastReadMs: number
  readonly heldBackMs: number
  readonly openTransactionIds: bigint
}

/** The polling interval of the tail, and how far behind the end of the log it is. */
interface LogPace {
  read(batch: LogBatch): void
  /** True with the first failure after a success. */
  failed(): boolean
  /** True with the first success after a failure. */
  recovered(): boolean
  delayMs(): number
  stats(): LogPaceStats
}

interface Range {
  readonly firstMs: number
  readonly lastMs: number
}

// Wake-ups announce commits of other processes; the poll is for lost ones.
const POLL_MS = 1_000
// While committed events wait for an open transaction to end, which no notification announces.
const heldBack: Range = { firstMs: 10, lastMs: 250 }

/** @param pollMs The longest delay. */
export function createLogPace(pollMs = POLL_MS): LogPace {
  const idle: Range = { firstMs: pollMs / 4, lastMs: pollMs }
  let lastReadAt = performance.now()
  let openTransactionIds = 0n
  let waiting: { readonly event: LogPosition; readonly since: number } | undefined
  let delayMs = idle.firstMs
  let failing = false

  const slower = ({ firstMs, lastMs }: Range, from: number) => Math.min(Math.max(firstMs, from * 2), lastMs)
  return {
    read({ rows, position, heldBack: held, openTransactionIds: open }) {
      lastReadAt = performance.now()
      openTransactionIds = open
      const before = waiting
      // The same event while it waits, even if an event with a smaller transaction id commits before it.
      if (held === undefined) waiting = undefined
      else if (before === undefined || !isAfter(before.event, position)) waiting = { event: held, since: lastReadAt }
      const range = waiting === undefined ? idle : heldBack
      const update = rows.length > 0 || (before === undefined) !== (waiting === undefined)
      delayMs = update ? range.firstMs : slower(range, delayMs)
    },
    failed() {
      const first = !failing
      failing = true
      delayMs = slower(idle, delayMs)
      return first
    },
    recovered() {
      const first = failing
      failing = false
      return first
    },
    delayMs: () => delayMs,
    stats: () => ({
      sinceLastReadMs: performance.now() - lastReadAt,
      heldBackMs: waiting === undefined ? 0 : performance.now() - waiting.since,
      openTransactionIds,
    }),
  }
}
