import { Counter } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'

/** Returns what to call with the replica's state for each operation that lists objects. */
export function meterLists({ registry }: Metrics): (replica: string) => void {
  const lists = new Counter({
    name: 'perennial_list_reads_total',
    help: 'Only with DATABASE_READ_URL. Operations of lists, by the replica’s state: fresh ones it answers, all others the primary.',
    labelNames: ['replica'],
    registers: [registry],
  })
  return replica => lists.inc({ replica })
}
