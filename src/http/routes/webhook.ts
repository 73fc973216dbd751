import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../../base/log/log.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { Route } from '../exchange.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import { BODY_LIMIT_BYTES, readBody } from '../request/body.ts'
import { comeAgain, respondJson, respondTooLarge } from '../respond.ts'

interface WebhookRouteOptions {
  readonly provider: ProviderCode
  readonly receiveWebhook: Ports['receiveWebhook']
  readonly metrics: Metrics
  readonly log: Log
}

/**
 * A provider's notifications, handed on as the bytes that came: a signature holds for bytes, not for what they mean.
 * The body is never logged. Where it could not be kept the answer is 503, so that the provider sends it again.
 */
export function webhookRoute({ provider, receiveWebhook, metrics, log }: WebhookRouteOptions): Route {
  return {
    name: `webhooks_${provider.toLowerCase()}`,
    path: `/webhooks/${provider.toLowerCase()}`,
    methods: ['POST'],
    async handle({ request, response, requestId }) {
      const receivedAt = new Date()
      const body = await readBody(request)
      if (!body.ok) {
        if (body.reason === 'tooLarge') respondTooLarge(response, BODY_LIMIT_BYTES)
        return
      }
      try {
        const delivery = { headers: singleHeaders(request.headers), rawBody: body.bytes, receivedAt }
        const { status, verdict } = await receiveWebhook(provider, delivery)
        metrics.webhooks.inc({ provider, verdict })
        respondJson(response, status, { received: status === 200 })
      } catch (error) {
        metrics.webhooks.inc({ provider, verdict: 'unavailable' })
        log.error({ requestId, provider, err: error }, 'webhook not kept; the provider has to send it again')
        respondJson(response, 503, { received: false }, comeAgain)
      }
    },
  }
}

/**
 * Node lower-cases names and joins repeated headers with ", "; only set-cookie stays a list, and no provider sends it.
 */
function singleHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
