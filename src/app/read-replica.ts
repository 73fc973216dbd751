import { Counter } from 'prom-client'
import type { RealTime } from '../base/time/real-time.ts'
import type { Metrics } from '../http/metrics.ts'
import { replicaDatabase } from '../store/replica/database.ts'
import { createFreshness } from '../store/replica/freshness.ts'
import type { Database } from '../store/sql/database.ts'
import { openDatabase } from '../store/sql/database.ts'

export interface ReadReplica {
  /** The database for one operation of lists; undefined: the primary. */
  forLists(): Promise<Database | undefined>
  close(): Promise<void>
}

interface Options {
  readonly url: string
  readonly primary: Database
  readonly metrics: Metrics
  readonly realTime: RealTime
  readonly merchantShare: number
}

/** The read replica of DATABASE_READ_URL. Without it, or while it is late, the primary answers. */
export function openReadReplica({ url, primary, metrics, realTime, merchantShare }: Options): ReadReplica {
  const lists = new Counter({
    name: 'perennial_list_reads_total',
    help: 'Operations of lists, by the replica’s state: fresh ones it answers, all others the primary.',
    labelNames: ['replica'],
    registers: [metrics.registry],
  })
  const replica = openDatabase({ url, applicationName: 'perennial-lists', merchantShare })
  const freshness = createFreshness({ primary, replica, now: () => realTime.nowMs() })
  const database = replicaDatabase(primary, replica.pool, () => freshness.rest())
  return {
    async forLists() {
      const found = await freshness.ask()
      lists.inc({ replica: found })
      return found === 'fresh' ? database : undefined
    },
    close: () => replica.close(),
  }
}
