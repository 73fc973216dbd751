import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../../base/log/log.ts'
import { inSpan } from '../../base/trace.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { Route } from '../exchange.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import { BODY_LIMIT_BYTES, readBody } from '../request/body.ts'
import { respondJson, respondTooLarge, retryLater } from '../respond.ts'

interface WebhookRouteOptions {
  readonly provider: ProviderCode
  readonly receiveWebhook: Ports['receiveWebhook']
  readonly metrics: Metrics
  readonly log: Log
}

/**
 * A provider's webhooks, passed on as raw bytes, because the signature is over the bytes. The body is never logged. If
 * it cannot be stored, the response is 503, so that the provider sends it again.
 */
export function webhookRoutes(options: WebhookRouteOptions): readonly Route[] {
  const path = `/webhooks/${options.provider.toLowerCase()}`
  return [webhookRoute(options, path), webhookRoute(options, `${path}/`)]
}

/** A path that ends in a slash is followed by the account for which the webhooks are. */
function webhookRoute({ provider, receiveWebhook, metrics, log }: WebhookRouteOptions, prefix: string): Route {
  return {
    name: `webhooks_${provider.toLowerCase()}`,
    path: prefix,
    methods: ['POST'],
    async handle({ request, response, requestId, path }) {
      const receivedAt = new Date()
      const body = await readBody(request)
      if (!body.ok) {
        if (body.reason === 'tooLarge') respondTooLarge(response, BODY_LIMIT_BYTES)
        return
      }
      try {
        const notification = { headers: singleHeaders(request.headers), rawBody: body.bytes, receivedAt }
        const account = path.slice(prefix.length)
        const { status, verdict } = await inSpan(
          () => ({ name: `webhook ${provider}`, kind: 'server', attributes: { 'request.id': requestId } }),
          () => receiveWebhook(provider, notification, account === '' ? undefined : account),
        )
        metrics.webhooks.inc({ provider, verdict })
        respondJson(response, status, { received: status === 200 })
      } catch (error) {
        metrics.webhooks.inc({ provider, verdict: 'unavailable' })
        log.error({ requestId, provider, err: error }, 'webhook could not be stored; the provider must send it again')
        respondJson(response, 503, { received: false }, retryLater)
      }
    },
  }
}

/** Node lower-cases names and joins repeated headers with ", "; only set-cookie, which no provider sends, is a list. */
function singleHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
