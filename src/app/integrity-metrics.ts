import { Gauge } from 'prom-client'
import type { Metrics } from '../http/metrics.ts'
import type { IntegrityCounts } from '../store/integrity/known-violations.ts'

/** How many objects broke each standing rule when it was last looked. */
export function meterIntegrity({ registry }: Metrics): (counts: IntegrityCounts) => void {
  const gauge = new Gauge({
    name: 'perennial_integrity_violations',
    help: 'Objects that break a standing rule, by check; -1 where the check could not be run. Anything but 0 needs a person.',
    labelNames: ['check'],
    registers: [registry],
  })
  return counts => {
    for (const [check, count] of counts) gauge.set({ check }, count)
  }
}
