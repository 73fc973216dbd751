import { CircuitBreaker, type CircuitOptions } from '../circuit-breaker.ts'
import { createHttpClient, type HttpClientOptions, type HttpExchange, type HttpRequest } from '../http-client.ts'
import type { ProviderHealth, ProviderRequest } from '../provider.ts'
import { RateGate } from '../rate-gate.ts'
import type { PproConfig } from './config.ts'

/** What came of one call, or why none was made. */
export type PproExchange =
  | (HttpExchange & {
      /** Set with a 429: when there is a token again. */
      readonly retryAfterMs?: number
    })
  | { readonly kind: 'heldBack'; readonly reason: string; readonly retryAfterMs: number; readonly durationMs: number }

export interface PproClient {
  post(request: ProviderRequest, deadlineMs: number): Promise<PproExchange>
  /** @param path below the base URL, with its query. */
  get(path: string, deadlineMs: number): Promise<PproExchange>
  health(): ProviderHealth
  close(): Promise<void>
}

export interface PproClientOptions {
  readonly http?: HttpClientOptions
  readonly circuit?: Partial<CircuitOptions>
}

/** How much of a call's time may go into waiting for a token. */
const LONGEST_WAIT_SHARE = 0.5

/** PPRO over HTTP: credentials, the circuit, and the two token buckets (reads, writes). It sends once. */
export function createPproClient(config: PproConfig, options: PproClientOptions = {}): PproClient {
  const http = createHttpClient(config.baseUrl, options.http)
  const circuit = new CircuitBreaker(options.circuit)
  const gates = { GET: new RateGate(), POST: new RateGate() }
  const credentials = {
    accept: 'application/json',
    authorization: `Bearer ${config.apiKey}`,
    'merchant-id': config.merchantId,
  }

  async function call(request: HttpRequest): Promise<PproExchange> {
    const startedAtMs = performance.now()
    const spentMs = () => Math.round(performance.now() - startedAtMs)
    const heldBack = (reason: string, retryAfterMs: number): PproExchange => ({
      kind: 'heldBack',
      reason,
      retryAfterMs,
      durationMs: spentMs(),
    })
    const permit = circuit.enter()
    if ('retryAfterMs' in permit) return heldBack('circuit open', permit.retryAfterMs)
    const gate = gates[request.method]
    const admission = await gate.admit(request.deadlineMs * LONGEST_WAIT_SHARE)
    if (!admission.admitted) {
      permit.giveBack()
      return heldBack('rate limit', admission.retryAfterMs)
    }
    const exchange = await http.exchange({ ...request, deadlineMs: request.deadlineMs - spentMs() })
    permit.report(exchange.kind === 'response' && exchange.status < 500, exchange.durationMs)
    return withRateLimit(gate, exchange)
  }

  return {
    post: ({ path, body, providerKey, expected }, deadlineMs) => {
      const headers = {
        ...credentials,
        'content-type': 'application/json',
        // PPRO's guide supports it for all entities, though the agreements' API description does not list it.
        'request-idempotency-key': providerKey,
        'request-reference': expected.sentReference,
      }
      return call({ method: 'POST', path, headers, body, deadlineMs })
    },
    get: (path, deadlineMs) => call({ method: 'GET', path, headers: credentials, deadlineMs }),
    health: () => circuit.health(),
    close: () => http.close(),
  }
}

function withRateLimit(gate: RateGate, exchange: HttpExchange): PproExchange {
  if (exchange.kind !== 'response') return exchange
  const remaining = countOf(exchange.headers['x-ratelimit-remaining'])
  const perSecond = countOf(exchange.headers['x-ratelimit-replenish-rate'])
  const capacity = countOf(exchange.headers['x-ratelimit-burst-capacity']) ?? perSecond
  if (remaining !== undefined && perSecond && capacity) gate.observe({ remaining, perSecond, capacity })
  return exchange.status === 429 ? { ...exchange, retryAfterMs: gate.refused() } : exchange
}

function countOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
