import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Draws, Faults } from '../../faults/faults.ts'
import { halved, PROXY_PAGE, serveWithFaults } from '../../faults/faulty-way.ts'
import type { RateLimit } from '../../faults/settings.ts'
import { TokenBucket } from '../../faults/token-bucket.ts'
import type { Committed } from '../../storage/engine.ts'
import { type Answer, BodyTooLarge, headerOf, htmlAnswer, jsonAnswer, readBody, sendAnswer } from '../../web/http.ts'
import type { WebhookSender } from '../../webhook-sender.ts'
import type { ApsAccount } from '../account.ts'
import type { Engine } from '../engine.ts'
import { performOperation } from '../payments/operations.ts'
import { createPayment } from '../payments/payments.ts'
import type { Surroundings, Unit } from '../unit.ts'
import { checkStatus } from './check-status.ts'
import { API_COMMANDS, type ApiCommandName } from './commands.ts'
import { echoOf } from './fields.ts'
import { Refusal, responseOf } from './messages.ts'
import { isKnownParameter } from './parameters.ts'
import type { Parameters } from './signatures.ts'
import { updateToken } from './update-token.ts'
import { type Valid, type Values, validated } from './validation.ts'

export const PAYMENT_API_PATH = '/FortAPI/paymentApi'

type ApiParts = {
  readonly account: ApsAccount
  readonly faults: Faults
  readonly engine: Engine
  readonly delivery: WebhookSender
  readonly surroundings: Surroundings
}

const HANDLERS: Readonly<Record<ApiCommandName, (unit: Unit, values: Values) => Values>> = {
  PURCHASE: (unit, values) => createPayment(unit, 'PURCHASE', values),
  AUTHORIZATION: (unit, values) => createPayment(unit, 'AUTHORIZATION', values),
  CAPTURE: (unit, values) => performOperation(unit, 'capture', values),
  REFUND: (unit, values) => performOperation(unit, 'refund', values),
  VOID_AUTHORIZATION: (unit, values) => performOperation(unit, 'void', values),
  CHECK_STATUS: checkStatus,
  UPDATE_TOKEN: updateToken,
}

/** APS publishes no limits: status, `message` and the burst of twice the rate are chosen as in the PPRO simulator. */
const TOO_MANY_REQUESTS = jsonAnswer(429, { message: 'Too many requests' }, { 'retry-after': '1' })

/** `paymentApi`: one address for all server-to-server requests. A parameter says which command it is. */
export class Api {
  readonly #parts: ApiParts
  #bucket: TokenBucket | null

  constructor(parts: ApiParts) {
    this.#parts = parts
    this.#bucket = bucketOf(parts.surroundings.settings.rateLimit)
  }

  setRateLimit(limit: RateLimit): void {
    this.#bucket = bucketOf(limit)
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return sendAnswer(response, jsonAnswer(405, { message: 'Only POST is supported' }))
    if (this.#bucket && !this.#bucket.take().allowed) return sendAnswer(response, TOO_MANY_REQUESTS)
    let parameters: Parameters = {}
    try {
      parameters = await readParameters(request)
      const valid = validated(parameters, API_COMMANDS, this.#parts.account)
      await this.#serve(valid, response)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      sendAnswer(response, this.#refusal(scalarsOf(parameters), error))
    }
  }

  async #serve(valid: Valid<ApiCommandName>, response: ServerResponse): Promise<void> {
    const { faults, delivery, surroundings } = this.#parts
    const draws = faults.draw(valid.command.operation, referenceOf(valid.values))
    await serveWithFaults(response, {
      draws,
      delivery,
      perform: () => this.#perform(valid),
      serverError: () => htmlAnswer(500, '<html><body>Internal server error</body></html>'),
      malformed: answer => malformed(surroundings, answer, draws),
    })
  }

  #perform({ command, values }: Valid<ApiCommandName>): Committed<Answer> {
    const { engine, surroundings } = this.#parts
    try {
      const { result, webhookIds } = engine.commit(unit => HANDLERS[command.name](unit, values))
      return { result: jsonAnswer(200, surroundings.signed(result)), webhookIds }
    } catch (error) {
      if (error instanceof Refusal) return { result: this.#refusal(values, error), webhookIds: [] }
      throw error
    }
  }

  #refusal(values: Values, { code, detail }: Refusal): Answer {
    const { signed, inferences } = this.#parts.surroundings
    const fields = { ...echoOf(values), ...responseOf(code, detail) }
    const isUnknownAccount = code === '00009' || code === '00010'
    return jsonAnswer(200, isUnknownAccount && !inferences.unknownAccountSigned ? fields : signed(fields))
  }
}

/** The reference from which faults are drawn: a refund has a reference of its own. */
function referenceOf(values: Values): string {
  return values['maintenance_reference'] ?? values['merchant_reference'] ?? values['fort_id'] ?? ''
}

/** The parameters that a refusal can echo, from a request with any content. */
function scalarsOf(parameters: Parameters): Values {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      const isScalar = typeof value === 'string' || typeof value === 'number'
      return isScalar && isKnownParameter(name) ? [[name, String(value)]] : []
    }),
  )
}

/**
 * An answer that must not be trusted: a proxy's page, half of the answer, a wrong signature, or another amount under a
 * valid signature.
 */
function malformed({ signed }: Surroundings, answer: Answer, draws: Draws): Answer {
  const form = draws.fraction('malformedForm')
  if (form < 0.25) return htmlAnswer(200, PROXY_PAGE)
  if (form < 0.5) return halved(answer)
  const { signature, ...fields }: Record<string, string> = JSON.parse(answer.body)
  if (form < 0.75 || fields['amount'] === undefined) {
    return jsonAnswer(200, { ...fields, signature: [...(signature ?? '')].reverse().join('') })
  }
  return jsonAnswer(200, signed({ ...fields, amount: String(Number(fields['amount']) + 1) }))
}

/** @throws {Refusal} 00073 if the body is not a JSON object or is not sent as JSON */
async function readParameters(request: IncomingMessage): Promise<Parameters> {
  const contentType = headerOf(request, 'content-type') ?? ''
  const raw = await readBody(request).catch(error => {
    throw error instanceof BodyTooLarge ? new Refusal('00073') : error
  })
  try {
    if (!/^application\/json\s*(;|$)/i.test(contentType)) throw new Refusal('00073')
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal('00073')
    return { ...body }
  } catch {
    throw new Refusal('00073')
  }
}

function bucketOf(limit: RateLimit): TokenBucket | null {
  return limit === null ? null : new TokenBucket(limit, Math.max(1, 2 * limit))
}
