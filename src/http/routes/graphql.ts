import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Log } from '../../base/log.ts'
import { bearerOf } from '../bearer.ts'
import { readBody } from '../body.ts'
import type { Exchange, Route } from '../exchange.ts'
import { watchCredential } from '../graphql/credential-watch.ts'
import type { Engine, Transport } from '../graphql/engine.ts'
import { type FastPath, respondMalformed } from '../graphql/fast-path.ts'
import { acceptable, isJsonBody } from '../graphql/media-type.ts'
import { readParameters } from '../graphql/parameters.ts'
import { answerThroughYoga } from '../graphql/through-yoga.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import { comeAgain, respondError } from '../respond.ts'

interface GraphQLRouteOptions {
  readonly authenticate: Ports['authenticate']
  readonly engine: Engine
  readonly fastPath: FastPath
  readonly yoga: Yoga
  readonly metrics: Metrics
  readonly log: Log
  readonly credentialRecheckMs: number
  /** A stream whose reader takes nothing for this long is cut, within twice the time: it would keep its place for ever. */
  readonly streamStallMs: number
  /** Answers a browser that opens the address. */
  readonly showPage: (exchange: Exchange) => Promise<void>
}

// Credentials come in a header that a page has to set on purpose, never in a cookie: any site's page may ask.
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after',
}
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, x-request-id',
  'access-control-max-age': '86400',
}

/** GraphQL over HTTP and server-sent events. */
export function graphqlRoute(options: GraphQLRouteOptions): Route & { stop(): void; unsentBytes(): number } {
  const { authenticate, engine, fastPath, yoga, metrics, log, credentialRecheckMs, streamStallMs, showPage } = options
  const streams = new Set<ServerResponse>()
  let stopped = false

  const post = async (exchange: Exchange, credential: string, transport: Transport) => {
    const { request, response } = exchange
    const accept = acceptable(request.headers.accept)
    if (!isJsonBody(request.headers)) {
      request.resume()
      return respondError(response, 415, {
        code: 'BAD_USER_INPUT',
        message: 'The body must be sent as application/json, in UTF-8 and not compressed.',
      })
    }
    const body = await readBody(request)
    if (!body.ok) return body.reason === 'tooLarge' ? respondTooLarge(response) : undefined
    if (accept.json === undefined && !accept.stream) return respondNotAcceptable(response)
    const reading = readParameters(body.bytes)
    if (!reading.ok) return respondMalformed(response, accept.json ?? 'application/json', reading.message)
    if (accept.streamFirst) return stream(exchange, body.bytes, credential, transport)
    if (fastPath.kindOf(reading.parameters) === 'subscription')
      return accept.stream ? stream(exchange, body.bytes, credential, transport) : respondNotAcceptable(response)
    return fastPath.answer(response, accept.json ?? 'application/json', reading.parameters, transport)
  }

  const stream = async (exchange: Exchange, body: Buffer, credential: string, transport: Transport) => {
    const { response } = exchange
    // Its request was still coming in when the others were cut.
    if (stopped) return void response.destroy()
    if (engine.isFull())
      return respondError(
        response,
        503,
        { code: 'INTERNAL_SERVER_ERROR', message: 'No more subscriptions fit in here; try again later.' },
        comeAgain,
      )
    const end = new AbortController()
    const unwatch = watchCredential({
      credential,
      authenticate,
      everyMs: credentialRecheckMs,
      onEnd: () => end.abort(unauthenticated('The credential does not hold any more.')),
    })
    streams.add(response)
    // On a quiet stream comments go out between events, so that only a reader who takes nothing is silent.
    response.setTimeout(streamStallMs, () => response.destroy())
    response.once('close', () => end.abort())
    metrics.operations.inc({ transport: 'sse', kind: 'subscription', outcome: 'ok' })
    try {
      await answerThroughYoga(yoga, { ...exchange, body }, { ...transport, streamSignal: end.signal })
    } finally {
      unwatch()
      streams.delete(response)
    }
  }

  return {
    name: 'graphql',
    path: '/graphql',
    methods: ['GET', 'POST', 'OPTIONS'],
    async handle(exchange) {
      const { request, response, method, requestId } = exchange
      if (method === 'OPTIONS') return void response.writeHead(204, PREFLIGHT).end()
      if (method === 'GET' && request.headers.accept?.includes('text/html')) return showPage(exchange)
      for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
      const credential = bearerOf(request.headers.authorization)
      const caller = credential === undefined ? undefined : await authenticate(credential)
      if (credential === undefined || caller === undefined) return respondUnauthenticated(response)
      const transport = { caller, requestId }
      if (method === 'POST') return post(exchange, credential, transport)
      log.debug({ requestId }, 'through Yoga')
      return answerThroughYoga(yoga, { request, response, body: undefined }, transport)
    },
    /** Cuts the streams: a client that is told "complete" would not come back, one that is cut resumes elsewhere. */
    stop() {
      stopped = true
      for (const response of streams) response.destroy()
    },
    /** What all streams hold in this process because their readers do not read. */
    unsentBytes: () => [...streams].reduce((sum, { writableLength }) => sum + writableLength, 0),
  }
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } })
}

function respondUnauthenticated(response: ServerResponse): void {
  respondError(
    response,
    401,
    { code: 'UNAUTHENTICATED', message: 'Send a valid key: "Authorization: Bearer sk_…".' },
    { 'www-authenticate': 'Bearer' },
  )
}

function respondNotAcceptable(response: ServerResponse): void {
  respondError(response, 406, {
    code: 'BAD_USER_INPUT',
    message:
      'Answers are application/graphql-response+json or application/json; a subscription is text/event-stream, or a WebSocket.',
  })
}

function respondTooLarge(response: ServerResponse): void {
  // The rest of the body is not waited for.
  respondError(response, 413, { code: 'BAD_USER_INPUT', message: 'The body is too large.' }, { connection: 'close' })
}
