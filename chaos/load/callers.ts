import { setTimeout as delay } from 'node:timers/promises'
import type { TypedDocumentString } from '../../src/client/index.ts'
import { inTurn } from '../in-turn.ts'
import type { Random } from '../random.ts'

/** The failures that callers met before their responses. */
export interface CallerCounts {
  answers: number
  /** Counted by the reason for sending the same request again. */
  readonly repeats: Map<string, number>
}

/** A response that no retry will change. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** Only lost responses until the caller's patience ended. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

export interface Caller {
  /**
   * Sends a query or mutation until there is a response: the same request again after a lost connection, a timeout, an
   * internal error, ProviderUnavailable or IdempotencyInProgress. Each try goes to the next gateway. Some callers
   * disconnect before the response.
   *
   * @throws Refused, Unanswered
   */
  ask<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result>
}

const PATIENCE_MS = 180_000
const TRY_TIMEOUT_MS = 15_000
const HANG_UP_RATE = 0.02
const HANG_UP_WITHIN_MS = 60
const PAUSE_MS = 150

export interface CallerOptions {
  /** One for each gateway. */
  readonly urls: readonly string[]
  readonly key: string
  readonly random: Random
  readonly counts: CallerCounts
  /** Ends all requests. */
  readonly signal: AbortSignal
  /** How long one try waits for its response. Default: 15 seconds. */
  readonly tryTimeoutMs?: number
}

export function createCaller(options: CallerOptions): Caller {
  const { urls, key, random, counts, signal, tryTimeoutMs = TRY_TIMEOUT_MS } = options
  const nextUrl = inTurn(urls, random.between(0, urls.length - 1))
  const send = async (body: string, hurried: boolean): Promise<Answer> => {
    const timeoutMs = hurried ? random.between(1, HANG_UP_WITHIN_MS) : tryTimeoutMs
    try {
      const response = await fetch(nextUrl(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}` },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      })
      return read(response.status, await response.text())
    } catch (error) {
      return { lost: hurried ? 'hung up' : reasonOf(error) }
    }
  }
  return {
    async ask(document, variables) {
      const body = JSON.stringify({ query: document.toString(), variables })
      const end = Date.now() + PATIENCE_MS
      for (let tries = 1; ; tries++) {
        const answer = await send(body, tries === 1 && random.chance(HANG_UP_RATE))
        signal.throwIfAborted()
        if ('data' in answer) {
          counts.answers += 1
          return answer.data as never
        }
        if ('refused' in answer) throw new Refused(answer.refused)
        counts.repeats.set(answer.lost, (counts.repeats.get(answer.lost) ?? 0) + 1)
        if (Date.now() > end) throw new Unanswered(`${answer.lost}, after ${tries} tries`)
        await delay(PAUSE_MS * Math.min(tries, 5) * (0.5 + random.fraction()), undefined, { signal })
      }
    },
  }
}

type Answer = { readonly data: object } | { readonly refused: string } | { readonly lost: string }

interface GraphQLAnswer {
  readonly data?: Readonly<Record<string, { readonly __typename?: string } | null>> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

const comeAgain: readonly (string | undefined)[] = ['ProviderUnavailable', 'IdempotencyInProgress']

function read(status: number, text: string): Answer {
  // 429: a gateway that has just started cannot check a key while the database is down.
  if (status >= 500 || status === 429) return { lost: `HTTP ${status}` }
  const { data, errors } = JSON.parse(text) as GraphQLAnswer
  const [error] = errors ?? []
  if (error?.extensions?.code === 'INTERNAL_SERVER_ERROR') return { lost: 'INTERNAL_SERVER_ERROR' }
  if (error || data == null) return { refused: `HTTP ${status}: ${text.slice(0, 500)}` }
  const name = Object.values(data)[0]?.__typename
  return comeAgain.includes(name) ? { lost: String(name) } : { data }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'timeout'
  const cause = error.cause as { code?: unknown } | undefined
  return typeof cause?.code === 'string' ? cause.code : error.name
}
