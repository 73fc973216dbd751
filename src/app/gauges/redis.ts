import { Counter, Gauge } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'

/** Whether Redis is used. Returns what to call for a decision that this process made alone. */
export function meterRedis({ registry }: Metrics, isUp: () => boolean): (use: string) => void {
  const registers = [registry]
  const fallbacks = new Counter({
    name: 'perennial_redis_fallbacks_total',
    help: 'Decisions of this process alone, because Redis did not answer in time, by use (quotas, provider).',
    labelNames: ['use'],
    registers,
  })
  new Gauge({
    name: 'perennial_redis_up',
    help: 'Only with REDIS_URL. 1 while Redis answers in time and takes writes.',
    registers,
    collect() {
      this.set(Number(isUp()))
    },
  })
  return use => fallbacks.inc({ use })
}
