import { Gauge } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'
import type { IntegrityCounts } from '../../store/integrity/known-violations.ts'
import { aheadOf } from '../../store/partitions/list.ts'
import type { LogTailStats } from '../../workers/log/tail.ts'
import type { OnPartitionsRead } from '../../workers/partitions.ts'

/** How far behind the readers of the event log are, computed at each scrape. */
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
    'How long committed events have waited for an open transaction to end.',
    stats => stats.heldBackMs / 1000,
  )
  gauge(
    'perennial_log_silent_seconds',
    'Time since the end of the event log was last read.',
    stats => stats.sinceLastReadMs / 1000,
  )
  gauge('perennial_log_open_transaction_ids', 'Transaction ids assigned since the oldest open transaction.', stats =>
    Number(stats.openTransactionIds),
  )
  gauge(
    'perennial_log_buffered_events',
    'Events in memory that subscriptions have not read yet.',
    stats => stats.bufferedEvents,
  )
  gauge(
    'perennial_log_catching_up',
    'Subscriptions that read from the database because they are behind the end of the log.',
    stats => stats.catchingUp,
  )
  gauge('perennial_log_listening', '1 while this process receives wake-ups from other processes.', stats =>
    Number(stats.listening),
  )
}

/** Which process runs the duties of one. */
export function meterLeader(leader: { readonly leads: boolean }, { registry }: Metrics): void {
  new Gauge({
    name: 'perennial_leader',
    help: '1 in the leader, the process that runs the duties of one process. The sum over all processes is 1.',
    registers: [registry],
    collect() {
      this.set(Number(leader.leads))
    },
  })
}

/** How many accounts at providers cannot be used, because their credentials cannot be decrypted. */
export function meterAccounts({ registry }: Metrics): (unreadable: number) => void {
  const gauge = new Gauge({
    name: 'perennial_provider_accounts_unreadable',
    help: 'Provider accounts whose credentials cannot be decrypted: nothing is sent on them. Any value but 0 needs an operator.',
    registers: [registry],
  })
  return unreadable => gauge.set(unreadable)
}

/** How many objects violated each integrity check in its last pass. */
export function meterIntegrity({ registry }: Metrics): (counts: IntegrityCounts) => void {
  const gauge = new Gauge({
    name: 'perennial_integrity_violations',
    help: 'Objects that violate an invariant, by check; -1 if the check could not run. Any value but 0 needs an operator.',
    labelNames: ['check'],
    registers: [registry],
  })
  return counts => {
    for (const [check, count] of counts) gauge.set({ check }, count)
  }
}

/**
 * Whether the next partition of each partitioned table is there, and whether rows came without one. Only the leader shows
 * it: what a former leader has read is out of date.
 */
export function meterPartitions(leads: () => boolean, { registry }: Metrics): OnPartitionsRead {
  const labels = {
    labelNames: ['table' as const],
    registers: [registry],
    collect(this: Gauge<'table'>) {
      if (!leads()) this.reset()
    },
  }
  const ahead = new Gauge({
    name: 'perennial_partitions_ahead',
    help: 'Empty partitions prepared in advance, shown by the leader. At 0, new rows soon go to the default partition, which cannot be archived.',
    ...labels,
  })
  const rest = new Gauge({
    name: 'perennial_partition_rest_used',
    help: '1 if rows are in the default partition, because a partition was missing; shown by the leader.',
    ...labels,
  })
  return (table, state) => {
    ahead.set({ table }, aheadOf(state))
    rest.set({ table }, Number(state.isRestUsed))
  }
}
