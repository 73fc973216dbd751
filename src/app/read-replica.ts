import type { RealTime } from '../base/time/real-time.ts'
import type { Metrics } from '../http/metrics.ts'
import { replicaDatabase } from '../store/replica/database.ts'
import { createFreshness } from '../store/replica/freshness.ts'
import type { Database } from '../store/sql/database.ts'
import { openDatabase } from '../store/sql/database.ts'
import { meterLists } from './gauges/lists.ts'

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
  const onRead = meterLists(metrics)
  const replica = openDatabase({ url, applicationName: 'perennial-lists', merchantShare, standby: true })
  const freshness = createFreshness({ primary, replica, now: () => realTime.nowMs() })
  const database = replicaDatabase(primary, replica.pool, () => freshness.rest())
  return {
    async forLists() {
      const found = await freshness.ask()
      onRead(found)
      return found === 'fresh' ? database : undefined
    },
    close: () => replica.close(),
  }
}
