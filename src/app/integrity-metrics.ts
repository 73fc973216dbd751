import { Gauge } from 'prom-client'
import type { Metrics } from '../http/metrics.ts'
import type { IntegrityCounts } from '../store/integrity/known-violations.ts'

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
