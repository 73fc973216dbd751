import type { OutgoingHttpHeaders } from 'node:http'
import { Kind } from 'graphql'
import { inSpan, type NewSpan } from '../../base/trace.ts'
import type { Exchange, Route } from '../exchange.ts'
import { type Documents, operationOf } from '../graphql/documents.ts'
import type { Execution } from '../graphql/execution.ts'
import { acceptable, isJsonBody } from '../graphql/media-type.ts'
import { type Outcome, outcomeOf } from '../graphql/outcome.ts'
import { type ParametersReading, readParameters, readQueryParameters } from '../graphql/parameters.ts'
import { type OperationReading, type RequestedOperation, readOperation } from '../graphql/requested-operation.ts'
import { type Refusal, respondRefusal, respondResult } from '../graphql/respond-result.ts'
import { EVENT_STREAM } from '../graphql/streams/event-stream.ts'
import type { Streams } from '../graphql/streams/streams.ts'
import { withWarnings } from '../graphql/warnings.ts'
import type { Metrics } from '../metrics.ts'
import type { CallerAddress } from '../quotas/caller-address.ts'
import type { Quotas } from '../quotas/quotas.ts'
import { RateLimitedError, respondRateLimited } from '../quotas/rate-limited.ts'
import { bearerOf } from '../request/bearer.ts'
import { BODY_LIMIT_BYTES, readBody } from '../request/body.ts'
import type { ConsoleCookie } from '../request/console-cookie.ts'
import { corsHeaders, preflightHeaders } from '../request/cors.ts'
import { keyInBrowser } from '../request/origin.ts'
import { isPreflighted, preflightAdvice } from '../request/preflight.ts'
import { foreignPage, type RefusesPage } from '../request/public-key.ts'
import { respondError, respondTooLarge } from '../respond.ts'
import { respondUnauthenticated } from './unauthenticated.ts'

interface GraphQLRouteOptions {
  readonly quotas: Quotas
  readonly documents: Documents
  readonly execution: Execution
  readonly streams: Streams
  readonly metrics: Metrics
  /** Responds to a browser that opens the address. Undefined: there is no page. */
  readonly showPage: ((exchange: Exchange) => Promise<void>) | undefined
  /** A GET needs a header that shows that no other site has sent it. */
  readonly isPreflightRequired: boolean
  readonly refusesPage: RefusesPage
  readonly cookie: ConsoleCookie
}

const notAcceptable = {
  status: 406,
  message:
    'The Accept header has no supported type. Accept application/graphql-response+json, application/json or ' +
    'text/event-stream.',
}
const streamNotAccepted = {
  status: 406,
  message:
    'Subscriptions need server-sent events or a WebSocket. Send "Accept: text/event-stream", or connect with the ' +
    'protocol graphql-transport-ws.',
}
const notPreflighted = {
  status: 400,
  message: `A page of another site could have sent this GET. ${preflightAdvice}`,
}
const onlyReads = { status: 405, message: 'GET supports only queries. Send mutations with POST.' }

/** Named by the kind and the first field, which the schema defines: an operation's name is its caller's text. */
function spanOf({ document, kind, operationName }: RequestedOperation, { request, requestId }: Exchange): NewSpan {
  const field = operationOf(document, operationName)?.selectionSet.selections[0]
  const { traceparent } = request.headers
  return {
    name: field?.kind === Kind.FIELD ? `${kind} ${field.name.value}` : kind,
    kind: 'server',
    attributes: { 'request.id': requestId },
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
  }
}

/** GraphQL over HTTP and server-sent events. GET and POST differ only in how they transport the parameters. */
export function graphqlRoute(options: GraphQLRouteOptions): Route {
  const { quotas, documents, execution, streams, metrics, showPage, isPreflightRequired, refusesPage, cookie } = options

  /** The caller of a request within its rates; undefined if it was answered here. */
  const admit = async ({ request, response }: Exchange, credential: string, address: CallerAddress) => {
    try {
      const caller = await quotas.authenticate(credential, address)
      if (caller === undefined) return void respondUnauthenticated(response)
      const { refusal, headers } = await quotas.rates.operation(caller, address)
      for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value)
      if (refusal) throw refusal
      return caller
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error
      request.resume() // the body is not read
      return void respondRateLimited(response, error)
    }
  }

  const serve = async (exchange: Exchange, credential: string) => {
    const { request, response, method, requestId } = exchange
    const address = quotas.addressOf(request)
    const known = await admit(exchange, credential, address)
    if (known === undefined) return
    const caller = { ...known, address: address.ip }
    const { refusal, warnings } = keyInBrowser(caller, request.headers)
    if (refusal !== undefined) return respondError(response, 403, { code: 'FORBIDDEN', message: refusal })
    const reading = method === 'POST' ? await readPost(exchange) : readQueryParameters(exchange.query)
    if (reading === undefined) return // already answered, or the caller disconnected
    const accept = acceptable(request.headers.accept)
    const type = accept.json ?? 'application/json'
    const count = (kind: OperationReading['kind'], outcome: Outcome) =>
      metrics.operations.inc({ transport: accept.streamFirst ? 'sse' : 'http', kind, outcome })
    const refuse = (kind: OperationReading['kind'], refusal: Refusal, headers: OutgoingHttpHeaders = {}) => {
      count(kind, 'refused')
      respondRefusal(response, type, refusal, headers)
    }
    if (accept.json === undefined && !accept.stream) return refuse('none', notAcceptable)
    if (!reading.ok) return refuse('none', { status: 400, message: reading.message })
    if (method === 'GET' && isPreflightRequired && !isPreflighted(request.headers))
      return refuse('none', notPreflighted)
    const operation = readOperation(documents, reading.parameters)
    if (operation.kind === 'mutation' && method === 'GET') return refuse('mutation', onlyReads, { allow: 'POST' })
    const { variables } = reading.parameters
    const transport = { caller, requestId, address }
    if (operation.ok && operation.kind === 'subscription') {
      if (!accept.stream) return refuse('subscription', streamNotAccepted)
      const resumeAfter = lastEventId(exchange)
      const asked = { operation, variables, transport: { ...transport, resumeAfter }, warnings }
      return streams.serve(exchange, credential, asked)
    }
    const begunMs = performance.now()
    const result = operation.ok
      ? await inSpan(
          () => spanOf(operation, exchange),
          async span => {
            const executed = await execution.execute({ operation, variables, transport, warnings })
            span.set({ outcome: outcomeOf(executed) })
            return executed
          },
        )
      : { errors: operation.errors }
    const outcome = outcomeOf(result)
    count(operation.kind, outcome)
    metrics.operationDuration.observe({ kind: operation.kind, outcome }, (performance.now() - begunMs) / 1000)
    respondResult(response, accept.streamFirst ? EVENT_STREAM : type, withWarnings(result, warnings))
  }

  return {
    name: 'graphql',
    path: '/graphql',
    methods: ['GET', 'POST', 'OPTIONS'],
    headers: corsHeaders,
    async handle(exchange) {
      const { request, response, method } = exchange
      if (method === 'OPTIONS') return void response.writeHead(204, preflightHeaders(request.headers)).end()
      // Without CORS, because the page can contain the sandbox key.
      if (showPage && method === 'GET' && acceptable(request.headers.accept).htmlFirst) return showPage(exchange)
      for (const [name, value] of Object.entries(corsHeaders)) response.setHeader(name, value)
      const { authorization } = request.headers
      const credential = authorization === undefined ? cookie.credentialOf(request.headers) : bearerOf(authorization)
      if (credential === undefined) return respondUnauthenticated(response)
      if (refusesPage(credential, request.headers.origin))
        return respondError(response, 403, { code: 'FORBIDDEN', message: foreignPage })
      return serve(exchange, credential)
    },
  }
}

/** Undefined if the request was answered here or the caller disconnected. */
async function readPost({ request, response }: Exchange): Promise<ParametersReading | undefined> {
  if (!isJsonBody(request.headers)) {
    request.resume()
    const message = 'The body must be application/json in UTF-8, without compression.'
    return void respondError(response, 415, { code: 'BAD_USER_INPUT', message })
  }
  const body = await readBody(request)
  if (body.ok) return readParameters(body.bytes)
  if (body.reason === 'tooLarge') respondTooLarge(response, BODY_LIMIT_BYTES)
  return undefined
}

/** The cursor at which a client resumes a lost stream; browsers send it automatically. */
function lastEventId({ request }: Exchange): string | undefined {
  const id = request.headers['last-event-id']
  return typeof id === 'string' && id !== '' ? id : undefined
}
