import { type Dispatcher, Pool } from 'undici'

/** What came of one exchange. Only `neverConnected` is safe to repeat without asking. */
export type HttpExchange = { readonly durationMs: number } & (
  | {
      readonly kind: 'response'
      readonly status: number
      /** Names in lower case; of a repeated header the first value. */
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  /** Not one byte of the request was written: no address, no connection, no TLS, or none of the two in time. */
  | { readonly kind: 'neverConnected'; readonly reason: string }
  /** The request was, or may have been, written, and no whole answer came back. */
  | { readonly kind: 'lost'; readonly reason: string }
)

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Below the base URL, with its leading slash and its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Over all of it: waiting for a connection, connecting, sending, the answer's last byte. */
  readonly deadlineMs: number
}

interface HttpClient {
  /** Sends once and never again by itself. Never throws; reasons hold no bytes of the request or the answer. */
  exchange(request: HttpRequest): Promise<HttpExchange>
  /** Lets what is under way finish, then closes the connections. */
  close(): Promise<void>
}

export interface HttpClientOptions {
  /** Connections at a time; what exceeds them waits, within its deadline. */
  readonly connections?: number
  readonly connectTimeoutMs?: number
  /** A longer answer is cut off and counts as lost. */
  readonly maxResponseBytes?: number
}

/** @param baseUrl may have a path; without a slash at its end. */
export function createHttpClient(baseUrl: string, options: HttpClientOptions = {}): HttpClient {
  const url = new URL(baseUrl)
  const basePath = url.pathname.replace(/\/+$/, '')
  const maxResponseBytes = options.maxResponseBytes ?? 1 << 20
  const pool = new Pool(url.origin, {
    connections: options.connections ?? 64,
    connectTimeout: options.connectTimeoutMs ?? 5_000,
    // One request on a connection at a time: behind a request that fails, a pipelined one could not tell what became of
    // it.
    pipelining: 1,
    allowH2: false,
    // The one deadline below covers all phases.
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
      // Not the pool's own close: that would wait for connections that are being made for requests given up long ago.
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
 * Follows one request through undici. `onRequestStart` is called right before the first byte is written, so that
 * "never connected" is a fact, not a guess from an error's code: an idle connection that the other side had closed
 * shows itself only after the request was written on it, with codes that a refused connection has too.
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
    // Thrown before anything is written: the request leaves undici's queue unsent. Called a second time, undici would
    // be about to write the request again.
    if (this.#settled) throw new Error('the deadline has passed')
    if (this.#controller) throw new Error('a request is written once')
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

/** An error's code, never its message: messages may quote what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error.name
}
