import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Draws, Faults } from '../../faults/faults.ts'
import { halved, PROXY_PAGE, serveWithFaults } from '../../faults/faulty-way.ts'
import type { Committed } from '../../storage/engine.ts'
import { isoTime } from '../../time/clock.ts'
import { type Answer, headerOf, htmlAnswer, jsonAnswer, sendAnswer } from '../../web/http.ts'
import type { WebhookSender } from '../../webhook-sender.ts'
import type { Engine } from '../engine.ts'
import type { Surroundings } from '../unit.ts'
import { ApiError, errorAnswer, UNAUTHORIZED } from './errors.ts'
import { assertMerchant, type Credentials, findRoute, isAuthenticated, type RouteMatch, readJson } from './gate.ts'
import { answerOnce, assertKey, KeysInProgress } from './idempotency.ts'
import type { RateLimits } from './rate-limits.ts'
import { type Call, faultReference, type Searches } from './route.ts'

type ApiParts = {
  readonly credentials: Credentials
  readonly rateLimits: RateLimits
  readonly faults: Faults
  readonly engine: Engine
  readonly delivery: WebhookSender
  readonly surroundings: Surroundings
  readonly searches: Searches
}

type Admitted = RouteMatch & {
  readonly query: URLSearchParams
  readonly path: string
  readonly raw: Buffer
  readonly body: unknown
  readonly key: string | undefined
}

const SERVER_ERROR = new ApiError(500, 'Internal server error')

/** Handles one API request: credentials, limits, faults before the effect, the effect, faults after it. */
export class Api {
  readonly #parts: ApiParts
  readonly #keys = new KeysInProgress()

  constructor(parts: ApiParts) {
    this.#parts = parts
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (!isAuthenticated(request, this.#parts.credentials)) return sendAnswer(response, UNAUTHORIZED)
    const { allowed, headers } = this.#parts.rateLimits.take(request.method === 'GET' ? 'reads' : 'writes')
    try {
      if (!allowed) throw new ApiError(429, 'Too many requests')
      await this.#serve(await this.#admit(request, url), response, headers)
    } catch (error) {
      sendAnswer(response, this.#errorAnswer(error, headers))
    }
  }

  async #admit(request: IncomingMessage, url: URL): Promise<Admitted> {
    const { credentials, surroundings } = this.#parts
    const found = findRoute(request.method ?? '', url.pathname)
    assertMerchant(request, found.route, {
      merchantId: credentials.merchantId,
      missingStatus: surroundings.inferences.missingMerchantIdStatus,
    })
    const isWrite = found.route.method === 'POST'
    const key = isWrite ? headerOf(request, 'request-idempotency-key') : undefined
    if (key !== undefined) assertKey(key)
    const { raw, body } = isWrite ? await readJson(request) : { raw: Buffer.alloc(0), body: null }
    return { ...found, query: url.searchParams, path: url.pathname, raw, body, key }
  }

  /** Locks the request's idempotency key until its response is sent or lost. */
  async #serve(admitted: Admitted, response: ServerResponse, headers: Answer['headers']): Promise<void> {
    const { key } = admitted
    if (key !== undefined) this.#keys.enter(key)
    try {
      await this.#serveWithFaults(admitted, response, headers)
    } finally {
      if (key !== undefined) this.#keys.leave(key)
    }
  }

  async #serveWithFaults(admitted: Admitted, response: ServerResponse, headers: Answer['headers']): Promise<void> {
    const { faults, delivery, surroundings, searches } = this.#parts
    const reference = faultReference({ ...admitted, searches, tables: surroundings.tables })
    const draws = faults.draw(admitted.route.operation, reference)
    await serveWithFaults(response, {
      draws,
      delivery,
      perform: () => {
        const { result, webhookIds } = this.#perform(admitted)
        return { result: { ...result, headers: { ...headers, ...result.headers } }, webhookIds }
      },
      serverError: () => this.#errorAnswer(SERVER_ERROR, {}),
      malformed: answer => malformed(answer, draws),
    })
  }

  #perform(admitted: Admitted): Committed<Answer> {
    const { route, params, query, path, raw, body, key } = admitted
    return this.#parts.engine.commit(unit => {
      const call: Call = { unit, params, query, body, searches: this.#parts.searches }
      const make = () => jsonAnswer(200, route.handle(call))
      return key === undefined ? make() : answerOnce(unit, { key, path, body: raw }, make)
    })
  }

  #errorAnswer(error: unknown, headers: Answer['headers']): Answer {
    const known = error instanceof ApiError ? error : SERVER_ERROR
    if (known !== error) process.stderr.write(`${JSON.stringify({ event: 'request-failed', error: String(error) })}\n`)
    return errorAnswer(known, isoTime(this.#parts.surroundings.clock.now()), headers)
  }
}

function malformed(answer: Answer, draws: Draws): Answer {
  return draws.fraction('malformedForm') < 0.5 ? htmlAnswer(200, PROXY_PAGE) : halved(answer)
}
