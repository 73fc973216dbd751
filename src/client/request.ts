import { isMutation, isRepeatable, withKeys } from './document/keys.ts'
import { type ErrorOfResult, errorOf, lostError, OutcomeUnknownError, PerennialError } from './error.ts'
import { type HttpOptions, post, requestIdOf } from './transport/http.ts'
import { type Answer, sendAgain } from './transport/send.ts'

export interface RequestOptions {
  /** Aborts it, also during a pause. */
  readonly signal?: AbortSignal | undefined
  /** Timeout of one try in milliseconds, including `authorization`. Default: the client's, 30,000. */
  readonly timeoutMs?: number | undefined
  /**
   * For how long a request with an unknown outcome is sent again, in milliseconds, e.g. 300,000 for a page that outlives
   * an outage of five minutes. Default: the client's, four tries within some seconds.
   */
  readonly retryForMs?: number | undefined
}

/** A response with its errors, as the gateway sent it. */
export interface GraphQLResponse {
  readonly data?: unknown
  readonly errors?: readonly ErrorOfResult[]
  readonly extensions?: { readonly [name: string]: unknown }
}

interface Received {
  readonly response: GraphQLResponse
  readonly requestId: string | undefined
}

/** Errors after which a mutation may have been executed. */
const UNKNOWN_OUTCOMES = ['INTERNAL_SERVER_ERROR', 'OPERATION_TIMEOUT', 'UNKNOWN', 'CONNECTION_LOST', 'TIMEOUT']
const TIMEOUT_MS = 30_000

/** See `Client.execute`. */
export async function execute(
  query: string,
  given: object,
  http: HttpOptions,
  { signal, timeoutMs = TIMEOUT_MS, retryForMs }: RequestOptions,
): Promise<Received> {
  const variables = withKeys(query, given)
  const body = JSON.stringify({ query, variables })
  const send = () => post(body, http, { timeoutMs, signal })
  const answer = isRepeatable(query, variables) ? await sendAgain(send, { signal, retryForMs }) : await send()
  signal?.throwIfAborted()
  return received(answer, error => withOutcome(query, variables, error))
}

/** See `Client.request`. */
export async function request(
  query: string,
  given: object,
  http: HttpOptions,
  options: RequestOptions,
): Promise<unknown> {
  const variables = withKeys(query, given)
  const { response, requestId } = await execute(query, variables, http, options)
  const { data, errors } = response
  if (errors || data == null) throw withOutcome(query, variables, errorOf(errors ?? [], requestId, data))
  return data
}

function received(answer: Answer, thrown: (error: PerennialError) => PerennialError): Received {
  if ('lost' in answer) throw thrown(lostError(answer.lost))
  const { status, headers, json } = answer
  const requestId = requestIdOf(headers)
  if (typeof json === 'object' && json !== null) return { response: json, requestId }
  const message = `The response is not a GraphQL result (HTTP ${status}): check the url.`
  throw thrown(new PerennialError(message, 'UNKNOWN', { requestId }))
}

function withOutcome(query: string, variables: object, error: PerennialError): PerennialError {
  const unknown = isMutation(query) && UNKNOWN_OUTCOMES.includes(error.code)
  return unknown ? new OutcomeUnknownError(error, variables) : error
}
