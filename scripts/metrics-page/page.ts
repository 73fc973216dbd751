import { createServer } from 'node:http'
import pg from 'pg'
import type { Registry } from 'prom-client'
import { meterDatabase } from '../../src/app/gauges/database.ts'
import { meterLists } from '../../src/app/gauges/lists.ts'
import {
  meterAccounts,
  meterIntegrity,
  meterLeader,
  meterPartitions,
  meterTail,
} from '../../src/app/gauges/log-and-checks.ts'
import { meterCircuits, meterPool, meterRestore } from '../../src/app/gauges/process.ts'
import { meterRedis } from '../../src/app/gauges/redis.ts'
import { meterWebhookTries } from '../../src/app/gauges/webhook-tries.ts'
import { createLog } from '../../src/base/log/log.ts'
import { systemClock } from '../../src/base/time/clock.ts'
import { systemTime } from '../../src/base/time/real-time.ts'
import { meterConnections } from '../../src/http/connections/connection-metrics.ts'
import { meterUnsent } from '../../src/http/connections/unsent-metrics.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createMerchantMetrics } from '../../src/http/quotas/merchant-metrics.ts'
import { createProviderRegistry } from '../../src/providers/registry.ts'
import { databaseOn } from '../../src/store/sql/database.ts'

/** All metrics of a gateway, registered but never collected: nothing is connected to. */
function everyMetric(): Registry {
  const metrics = createMetrics()
  const database = databaseOn(new pg.Pool())
  const log = createLog({ level: 'silent', program: 'metrics-page' })
  meterTail({ stats: () => notCollected() }, metrics)
  meterLeader({ leads: false }, metrics)
  meterRedis(metrics, notCollected)
  meterAccounts(metrics)
  meterIntegrity(metrics)
  meterLists(metrics)
  meterPartitions(notCollected, metrics)
  meterCircuits(createProviderRegistry({ ppro: undefined, aps: undefined }, { log }), metrics)
  meterPool(database, metrics)
  meterRestore(undefined, () => new Date(), metrics)
  meterDatabase({ database, clock: systemClock, realTime: systemTime }, metrics)
  meterConnections(metrics, createServer())
  meterWebhookTries(metrics)
  meterUnsent(metrics, { ws: notCollected, sse: notCollected })
  createMerchantMetrics(metrics.registry)
  return metrics.registry
}

function notCollected(): never {
  throw new Error('the page lists metrics, and collects none')
}

export interface ListedMetric {
  readonly name: string
  readonly type: string
  readonly labels: readonly string[]
  readonly help: string
}

/** The gateway's own metrics; those of Node and of the process are listed by their libraries. */
export function listedMetrics(): readonly ListedMetric[] {
  return everyMetric()
    .getMetricsAsArray()
    .filter(({ name }) => name.startsWith('perennial_'))
    .map(metric => {
      const { name, help } = metric
      const labels = 'labelNames' in metric ? (metric.labelNames as readonly string[]) : []
      return { name, help, labels, type: metric.constructor.name.toLowerCase() }
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** docs/metrics.md. */
export function metricsPage(): string {
  const rows = listedMetrics().map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(' ')} | ${help} |`,
  )
  return `# Metrics

You watch a gateway with Prometheus: \`/metrics\` of every process, once every 15 s. The [rules and the dashboard](../deploy/monitoring) use
these names; each alert has a [runbook](runbooks/README.md). \`npm run metrics:page\` writes this page from the code.

No label is unbounded: codes, routes and jobs are the gateway's own, and merchants after the first hundred are \`others\`. No metric
contains personal data, a token or an id other than a merchant's. Gauges about the database (queues, UNKNOWN, attention, replicas) are read by
one statement at most every 15 s in each process; each process shows the same, so take \`max\`, not \`sum\`.
Node's and the process's own metrics (\`nodejs_…\`, \`process_…\`) are there as well.

| name | type | labels | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}
