import type { ProviderHealth } from '../port/provider.ts'
import { CircuitBreaker, type CircuitOptions } from './circuit-breaker.ts'
import { createHttpClient, type HttpClientOptions, type HttpExchange, type HttpRequest } from './http-client.ts'
import { type BucketReading, type Gate, RateGate } from './rate-gate.ts'
import { type SharedBucket, sharedRateGate } from './shared-rate-gate.ts'

/** The result of one call to a provider, or why the call was not made. */
export type Exchange =
  | (HttpExchange & {
      /** Set with a 429: when the next token is available. */
      readonly retryAfterMs?: number
    })
  | { readonly kind: 'heldBack'; readonly reason: string; readonly retryAfterMs: number; readonly durationMs: number }

interface GuardedClient {
  /** Sends once, or not at all if the circuit is open or no token is available in time. Never throws. */
  call(request: HttpRequest): Promise<Exchange>
  health(): ProviderHealth
  /** Lets running calls finish, then closes the connections. */
  close(): Promise<void>
}

export interface GuardedClientOptions {
  readonly http?: HttpClientOptions
  readonly circuit?: Partial<CircuitOptions>
  /** The buckets that all processes share. Default: each process counts alone. */
  readonly sharedBucket?: ((kind: 'GET' | 'POST') => SharedBucket) | undefined
}

/** Reads the provider's token bucket from response headers; undefined if they say nothing. */
type BucketReader = (headers: Readonly<Record<string, string>>) => BucketReading | undefined

/** The share of a call's time that can be spent waiting for a token. */
const LONGEST_WAIT_SHARE = 0.5

/** HTTP behind a circuit breaker and two token buckets, for reads (GET) and writes (POST). */
export function createGuardedClient(
  baseUrl: string,
  options: GuardedClientOptions = {},
  readBucket: BucketReader = () => undefined,
): GuardedClient {
  const http = createHttpClient(baseUrl, options.http)
  const circuit = new CircuitBreaker(options.circuit)
  const gateOf = (kind: 'GET' | 'POST'): Gate =>
    options.sharedBucket ? sharedRateGate(new RateGate(), options.sharedBucket(kind)) : new RateGate()
  const gates = { GET: gateOf('GET'), POST: gateOf('POST') }

  async function call(request: HttpRequest): Promise<Exchange> {
    const startedAtMs = performance.now()
    const spentMs = () => Math.round(performance.now() - startedAtMs)
    const heldBack = (reason: string, retryAfterMs: number): Exchange => ({
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
    if (exchange.kind !== 'response') return exchange
    const bucket = readBucket(exchange.headers)
    if (bucket) gate.observe(bucket)
    return exchange.status === 429 ? { ...exchange, retryAfterMs: gate.refused() } : exchange
  }

  return { call, health: () => circuit.health(), close: () => http.close() }
}
