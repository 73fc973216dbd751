import { Counter } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'
import type { WebhookOutcome } from '../../operations/command/deps.ts'

/** Returns what to call for each webhook that was sent to an endpoint of a merchant. */
export function meterWebhookTries({ registry }: Metrics): (outcome: WebhookOutcome) => void {
  const tries = new Counter({
    name: 'perennial_webhook_tries_total',
    help: 'Webhooks sent to endpoints of merchants, by outcome: succeeded, failed (will be retried), given_up (will not).',
    labelNames: ['outcome'],
    registers: [registry],
  })
  // So that an alert sees that none has succeeded.
  for (const outcome of ['succeeded', 'failed', 'given_up'] as const) tries.inc({ outcome }, 0)
  return outcome => tries.inc({ outcome })
}
