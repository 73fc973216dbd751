import { Agent, request } from 'undici'
import { firstCharacters } from '../text/characters.ts'
import { type ConnectorOptions, guardedConnector, REFUSED_ADDRESS } from './connector.ts'
import { readTarget, type TargetRules } from './target.ts'

export interface OutboundRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Allows loopback only if the outbound does too. */
  readonly loopback: boolean
}

export type OutboundResult = { readonly durationMs: number } & (
  | {
      readonly kind: 'answered'
      readonly status: number
      /** The beginning of the body as text, without control characters. Nothing reads it but people. */
      readonly text: string
      readonly retryAfter: string | undefined
    }
  /** `error`: a sentence without any part of the request. The request may have been received. */
  | { readonly kind: 'failed'; readonly error: string }
)

/** Posts to addresses that callers give. Each dial is guarded; redirects are not followed. */
export interface Outbound {
  /** Why an address is refused; undefined if it may be tried. */
  refusalOf(url: string, rules: TargetRules): string | undefined
  /** One request. Never throws. */
  post(request: OutboundRequest): Promise<OutboundResult>
  close(): Promise<void>
}

export interface OutboundOptions extends Omit<ConnectorOptions, 'connectTimeoutMs'> {
  /** The longest time for one request: resolving, connecting, sending and the response. */
  readonly deadlineMs: number
}

const TEXT_MAX = 500
const BYTES_READ = 4_096
const MOST_HEADER_BYTES = 16_384
const KEPT_OPEN_MS = 10_000

export function createOutbound({ deadlineMs, ...options }: OutboundOptions): Outbound {
  const rulesFor = ({ loopback }: TargetRules) => ({ loopback: loopback && options.loopback })
  const agent = new Agent({
    connect: guardedConnector({ ...options, connectTimeoutMs: deadlineMs }),
    pipelining: 1,
    maxHeaderSize: MOST_HEADER_BYTES,
    keepAliveTimeout: KEPT_OPEN_MS,
    keepAliveMaxTimeout: KEPT_OPEN_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    refusalOf(text, rules) {
      const target = readTarget(text, rulesFor(rules))
      return target.ok ? undefined : target.reason
    },
    async post({ url, headers, body, loopback }) {
      const startedAtMs = performance.now()
      const target = readTarget(url, rulesFor({ loopback }))
      const result = target.ok
        ? await send(agent, target.url, { headers, body, deadlineMs })
        : ({ kind: 'failed', error: `Not sent. ${target.reason}` } as const)
      return { ...result, durationMs: Math.round(performance.now() - startedAtMs) }
    },
    close: () => agent.destroy(),
  }
}

type Sent = OutboundResult extends infer Each ? (Each extends unknown ? Omit<Each, 'durationMs'> : never) : never

interface Sending {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly deadlineMs: number
}

async function send(dispatcher: Agent, url: URL, { headers, body, deadlineMs }: Sending): Promise<Sent> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    const answer = await request(url, { dispatcher, method: 'POST', headers: { ...headers }, body, signal })
    const retryAfter = answer.headers['retry-after']
    const text = await beginningOf(answer.body)
    return {
      ...{ kind: 'answered', status: answer.statusCode, text },
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    }
  } catch (error) {
    return { kind: 'failed', error: signal.aborted ? `No response within ${deadlineMs} ms.` : sentenceOf(error) }
  }
}

/** A response counts once its status is here: what of its body is late or cut does not matter. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    // Leaving the loop early closes the connection.
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= BYTES_READ) break
    }
  } catch {
    // As far as it came.
  }
  const text = Buffer.concat(chunks).subarray(0, BYTES_READ).toString('utf8')
  return firstCharacters(text.replaceAll(/\p{Cc}+/gu, ' ').trim(), TEXT_MAX).toWellFormed()
}

/** Never a message of the error, which can quote an address or a header. */
function sentenceOf(error: unknown): string {
  const code = codeOf(error)
  if (code === REFUSED_ADDRESS) return 'Not sent: the host’s address is not allowed.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The host name was not found (${code}).`
  return `No response (${code}).`
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
