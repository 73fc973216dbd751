import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { providerCodes } from '../domain/enums.ts'

/**
 * The process's metrics. Labels have few values, all defined by the gateway: never a path or a caller's text, and no id
 * but a merchant's, see quotas/merchant-metrics.ts.
 */
export interface Metrics {
  readonly registry: Registry
  readonly requestDuration: Histogram<'route' | 'status'>
  readonly operations: Counter<'transport' | 'kind' | 'outcome'>
  readonly operationDuration: Histogram<'kind' | 'outcome'>
  readonly charges: Counter<'provider' | 'status'>
  readonly subscriptionsOpen: Gauge
  readonly socketsOpen: Gauge
  readonly socketsClosed: Counter<'code'>
  readonly credentialsRefused: Counter
  readonly webhooks: Counter<'provider' | 'verdict'>
  readonly providerCalls: Counter<'provider' | 'call' | 'outcome' | 'code'>
  readonly providerCallDuration: Histogram<'provider' | 'call'>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** Uses its own registry, so that several gateways in one process (tests) count separately. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const webhooks = new Counter({
    name: 'perennial_webhooks_total',
    help: 'Webhooks by verdict: accepted, unreadable and rejected ones are stored; forged ones are not; unavailable ones are retried by the provider.',
    labelNames: ['provider', 'verdict'],
    registers,
  })
  // So that an alert sees that none was accepted since the start, and the first forged ones.
  for (const provider of providerCodes)
    for (const verdict of ['accepted', 'forged']) webhooks.inc({ provider, verdict }, 0)
  return {
    registry,
    requestDuration: new Histogram({
      name: 'perennial_http_request_duration_seconds',
      help: 'From the first byte of a request to the last byte of its response; streams are not measured.',
      labelNames: ['route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    operations: new Counter({
      name: 'perennial_graphql_operations_total',
      help: 'GraphQL operations by transport (http, sse, ws), kind, and outcome (ok, errors, refused).',
      labelNames: ['transport', 'kind', 'outcome'],
      registers,
    }),
    operationDuration: new Histogram({
      name: 'perennial_graphql_operation_duration_seconds',
      help: 'Execution of GraphQL operations over HTTP, by kind and outcome; subscriptions are not measured.',
      labelNames: ['kind', 'outcome'],
      buckets: SECONDS,
      registers,
    }),
    charges: new Counter({
      name: 'perennial_charges_total',
      help: 'Charges that reached a status in this process, by provider and status.',
      labelNames: ['provider', 'status'],
      registers,
    }),
    subscriptionsOpen: new Gauge({
      name: 'perennial_subscriptions_open',
      help: 'Open subscriptions, over WebSocket and SSE.',
      registers,
    }),
    socketsOpen: new Gauge({ name: 'perennial_websockets_open', help: 'WebSocket connections.', registers }),
    socketsClosed: new Counter({
      name: 'perennial_websockets_closed_total',
      help: 'WebSocket connections closed, by close code.',
      labelNames: ['code'],
      registers,
    }),
    credentialsRefused: new Counter({
      name: 'perennial_credentials_refused_total',
      help: 'Credentials refused without a check, because their address has sent too many invalid ones.',
      registers,
    }),
    webhooks,
    providerCalls: new Counter({
      name: 'perennial_provider_calls_total',
      help: 'Requests to providers by call, outcome, and code: that of a decline, otherwise the class of the HTTP status (2xx, none).',
      labelNames: ['provider', 'call', 'outcome', 'code'],
      registers,
    }),
    providerCallDuration: new Histogram({
      name: 'perennial_provider_call_duration_seconds',
      help: 'Time until a provider responded.',
      labelNames: ['provider', 'call'],
      buckets: SECONDS,
      registers,
    }),
  }
}
