import { type Dispatcher, Pool } from 'undici'

/** The result of one exchange. Only after `neverConnected` the request can be repeated without a status query. */
export type HttpExchange = { readonly durationMs: number } & (
  | {
      readonly kind: 'response'
      readonly status: number
      /** Names in lower case; of a repeated header the first value. */
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  /** No byte of the request was written: the DNS lookup, the connection or the TLS handshake failed or timed out. */
  | { readonly kind: 'neverConnected'; readonly reason: string }
  /** The request may have been written, and no complete response arrived. */
  | { readonly kind: 'lost'; readonly reason: string }
)

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Below the base URL, with its leading slash and its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Covers everything: waiting for a connection, connecting, sending, and receiving the last byte. */
  readonly deadlineMs: number
}

interface HttpClient {
  /** Sends once, without retries. Never throws. Reasons contain no part of the request or the response. */
  exchange(request: HttpRequest): Promise<HttpExchange>
  /** Lets running calls finish, then closes the connections. */
  close(): Promise<void>
}

export interface HttpClientOptions {
  /** Connections at the same time; further requests wait, within their deadline. */
  readonly connections?: number
  readonly connectTimeoutMs?: number
  /** A longer response is aborted and counts as lost. */
  readonly maxResponseBytes?: number
}

/** @param baseUrl Can have a path; without a slash at its end. */
export function createHttpClient(baseUrl: string, options: HttpClientOptions = {}): HttpClient {
  const url = new URL(baseUrl)
  const basePath = url.pathname.replace(/\/+$/, '')
  const maxResponseBytes = options.maxResponseBytes ?? 1 << 20
  const pool = new Pool(url.origin, {
    connections: options.connections ?? 64,
    connectTimeout: options.connectTimeoutMs ?? 5_000,
    // No pipelining: after a failed request, the fate of the pipelined ones would be unknown.
    pipelining: 1,
    allowH2: false,
    // The deadline below covers all phases.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const underWay = new Set<Promise<HttpExchange>>()
  return {
    exchange: request => {
      const exchange = runExchange(pool, { ...request, path: basePath + request.path }, maxResponseBytes)
      underWay.add(exchange)
      return exchange.finally(() => underWay.delete(exchange))
    },
    close: async () => {
      await Promise.all(underWay)
      // Not `close`: it would wait for connections that are being opened for abandoned requests.
      await pool.destroy()
    },
  }
}

type Result = HttpExchange extends infer Exchange
  ? Exchange extends unknown
    ? Omit<Exchange, 'durationMs'>
    : never
  : never

function runExchange(pool: Pool, request: HttpRequest, maxResponseBytes: number): Promise<HttpExchange> {
  if (request.deadlineMs <= 0) return Promise.resolve({ kind: 'neverConnected', reason: 'no time left', durationMs: 0 })
  const startedAtMs = performance.now()
  return new Promise(resolve => {
    const settle = (result: Result) => {
      clearTimeout(timer)
      resolve({ ...result, durationMs: Math.round(performance.now() - startedAtMs) } as HttpExchange)
    }
    const handler = new ExchangeHandler(maxResponseBytes, settle)
    const timer = setTimeout(() => handler.expire(request.deadlineMs), request.deadlineMs)
    const { method, path, headers, body = null } = request
    try {
      pool.dispatch({ method, path, headers, body }, handler)
    } catch (error) {
      handler.fail(error)
    }
  })
}

/**
 * Follows one request through undici. `onRequestStart` is called right before the first byte is written, so
 * `neverConnected` is certain and not inferred from an error code: an idle connection that the provider has closed
 * fails only after the request was written, with the same codes as a refused connection. So fetch and undici's
 * `request` cannot be used.
 */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #maxResponseBytes: number
  readonly #settle: (result: Result) => void
  readonly #chunks: Buffer[] = []
  #length = 0
  #status = 0
  #headers: Readonly<Record<string, string>> = {}
  #controller: Dispatcher.DispatchController | undefined
  #settled = false

  constructor(maxResponseBytes: number, settle: (result: Result) => void) {
    this.#maxResponseBytes = maxResponseBytes
    this.#settle = settle
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown before anything is written, so undici drops the request without sending it. A second call would be a
    // second sending.
    if (this.#settled) throw new Error('the deadline has passed: not sent')
    if (this.#controller) throw new Error('a request must be written only once')
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    this.#headers = singleValues(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length
    this.#chunks.push(chunk)
    if (this.#length <= this.#maxResponseBytes) return
    this.#finish({ kind: 'lost', reason: `answer longer than ${this.#maxResponseBytes} bytes` })
    controller.abort(new Error('answer too long'))
  }

  onResponseEnd(): void {
    const text = decode(Buffer.concat(this.#chunks))
    if (text === undefined) this.#finish({ kind: 'lost', reason: 'answer is not UTF-8' })
    else this.#finish({ kind: 'response', status: this.#status, headers: this.#headers, text })
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(error)
  }

  fail(error: unknown): void {
    const code = codeOf(error)
    if (this.#controller) this.#finish({ kind: 'lost', reason: `connection lost (${code})` })
    else this.#finish({ kind: 'neverConnected', reason: `no connection (${code})` })
  }

  expire(deadlineMs: number): void {
    const controller = this.#controller
    if (controller) this.#finish({ kind: 'lost', reason: `timeout after ${deadlineMs} ms` })
    else this.#finish({ kind: 'neverConnected', reason: `no connection after ${deadlineMs} ms` })
    controller?.abort(new Error('timeout'))
  }

  #finish(result: Result): void {
    if (this.#settled) return
    this.#settled = true
    this.#settle(result)
  }
}

function singleValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) single[name.toLowerCase()] = first
  }
  return single
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** An error's code, never its message, because messages can quote the request. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error.name
}
