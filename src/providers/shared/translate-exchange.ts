import type { Failure } from '../../domain/decline/failure.ts'
import type { Exchange } from './guarded-client.ts'
import { type AnswerTranslation, conclude, type Reading, unknown } from './translation.ts'

/** The parts of a response that only the provider's adapter can read. */
interface AnswerReader {
  /** The provider's name, for messages. */
  readonly name: string
  /** Reads the body of a 2xx response, because the status alone does not mean success. */
  readBody(text: string): Reading
  /** The provider's reason for refusing the request. */
  refusedRequest(status: number, text: string): Failure
}

/** Statuses by which a provider reports that it accepted nothing. */
const REFUSED: ReadonlySet<number> = new Set([400, 404, 405, 415, 422, 431])

/** Exactly one outcome for any result of a request. What follows from HTTP alone is the same for every provider. */
export function translateExchange(exchange: Exchange, reader: AnswerReader): AnswerTranslation {
  const httpStatus = exchange.kind === 'response' ? exchange.status : undefined
  return conclude(readExchange(exchange, reader), httpStatus, exchange.durationMs)
}

function readExchange(exchange: Exchange, reader: AnswerReader): Reading {
  switch (exchange.kind) {
    case 'heldBack':
      return { outcome: 'notSent', retryAfterMs: exchange.retryAfterMs, summary: `not sent: ${exchange.reason}` }
    case 'neverConnected':
      return { outcome: 'notSent', summary: `not sent: ${exchange.reason}` }
    case 'lost':
      return unknown(exchange.reason)
    default:
      return readResponse(exchange, reader)
  }
}

function readResponse(response: Extract<Exchange, { kind: 'response' }>, reader: AnswerReader): Reading {
  const { status, text, retryAfterMs } = response
  if (status >= 200 && status < 300) return reader.readBody(text)
  if (status === 401 || status === 403) {
    const notes = [`credentials refused (${status})`]
    return { outcome: 'notSent', failure: refusedCredentials(reader, status), summary: 'credentials refused', notes }
  }
  if (status === 429) {
    return { outcome: 'notSent', ...(retryAfterMs !== undefined && { retryAfterMs }), summary: 'rate limit' }
  }
  if (status === 409) return { ...unknown('conflict'), queryStatusNow: true }
  if (REFUSED.has(status)) {
    return { outcome: 'declined', failure: reader.refusedRequest(status, text), summary: 'request refused' }
  }
  return unknown(status >= 500 ? 'server error' : 'unexpected status')
}

/** The failure of 401 and 403, for the operator whose credentials these are. */
function refusedCredentials({ name }: AnswerReader, status: number): Failure {
  return {
    kind: 'PROVIDER_ERROR',
    code: 'PROVIDER_CREDENTIALS_REFUSED',
    advice: 'CONTACT_PROVIDER',
    message:
      `${name} rejected this gateway's credentials (HTTP ${status}). Nothing was done. Ask the gateway's operator ` +
      'to check them.',
    reachedIssuer: false,
  }
}
