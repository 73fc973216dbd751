import { Gauge } from 'prom-client'
import type { Metrics } from '../http/metrics.ts'
import type { LogTailStats } from '../workers/log/tail.ts'

/** How far behind the log's readers are, looked up when somebody asks. */
export function meterTail(tail: { stats(): LogTailStats }, { registry }: Metrics): void {
  const gauge = (name: string, help: string, value: (stats: LogTailStats) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value(tail.stats()))
      },
    })
  gauge(
    'perennial_log_lag_seconds',
    'How long committed events have been waiting for an open transaction to end.',
    stats => stats.heldBackMs / 1000,
  )
  gauge('perennial_log_silent_seconds', "Since the log's end was last read.", stats => stats.sinceLastReadMs / 1000)
  gauge('perennial_log_open_transaction_ids', 'Transaction ids since the oldest open transaction.', stats =>
    Number(stats.openTransactionIds),
  )
  gauge(
    'perennial_log_buffered_events',
    'Events in memory that subscriptions have not taken.',
    stats => stats.bufferedEvents,
  )
  gauge(
    'perennial_log_catching_up',
    'Subscriptions that read from the database because they are behind.',
    stats => stats.catchingUp,
  )
  gauge('perennial_log_listening', '1 while other processes can wake this one.', stats => Number(stats.listening))
}
