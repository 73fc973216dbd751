import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../base/log/log.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { providerCodes } from '../domain/enums.ts'
import { connectionLimit } from './connections/connection-limit.ts'
import { meterConnections } from './connections/connection-metrics.ts'
import { oneAtATime } from './connections/one-at-a-time.ts'
import { createUnreadAnswers, type UnreadAnswersSettings } from './connections/unread-answers.ts'
import { meterUnsent } from './connections/unsent-metrics.ts'
import { graphiqlPage } from './graphiql/page.ts'
import { createDocuments } from './graphql/documents.ts'
import { createEngine } from './graphql/engine.ts'
import { createExecution } from './graphql/execution.ts'
import { defaultLimits, type Limits } from './graphql/limits/limits.ts'
import { createStreams } from './graphql/streams/streams.ts'
import { createGateYoga } from './graphql/yoga.ts'
import type { Metrics } from './metrics.ts'
import type { Ports } from './ports.ts'
import { requestIdHeader, requestIdOf } from './request/request-id.ts'
import { createRouter } from './router.ts'
import { authenticationReturnRoute } from './routes/authentication-return.ts'
import { authenticationStartRoute } from './routes/authentication-start.ts'
import { graphiqlAssetsRoute } from './routes/graphiql-assets.ts'
import { graphqlRoute } from './routes/graphql.ts'
import { healthRoute } from './routes/health.ts'
import { homeRoute } from './routes/home.ts'
import { metricsRoute } from './routes/metrics.ts'
import { readinessRoute } from './routes/readiness.ts'
import { webhookRoutes } from './routes/webhook.ts'
import { createSocketServer, isWebSocket, type SocketSettings } from './websocket/socket-server.ts'

interface ConnectionSettings extends UnreadAnswersSettings {
  /** Open at the same time, WebSockets included. */
  readonly maxConnections: number
  /** Pipelined requests of one connection. */
  readonly maxWaiting: number
  /** Of all event streams together, because their clients do not read. */
  readonly maxUnreadStreamBytes: number
}

export interface HttpServerOptions {
  readonly ports: Ports
  readonly metrics: Metrics
  readonly log: Log
  /** Shown in GraphiQL's headers, with a guided tour. Only ever the sandbox merchant's key. */
  readonly sandboxKey?: string | undefined
  /** Addresses and ranges of the operator's own proxies, whose forwarding headers are trusted. Default: none. */
  readonly trustedProxies?: readonly string[]
  readonly limits?: Limits
  readonly sockets?: Partial<SocketSettings>
  readonly connections?: Partial<ConnectionSettings>
  /** How often the credential of a socket or stream is checked again. */
  readonly credentialRecheckMs?: number
  /** How long an event stream can wait for a client that does not read. */
  readonly streamStallMs?: number
  /** Interval of the comments on a quiet event stream. */
  readonly streamPingMs?: number
  /** How long metrics are cached for scrapers. */
  readonly metricsKeepMs?: number
}

interface HttpServer {
  /** @param at Port 0 is any free one. @returns Where it listens. @throws StartupError if it cannot listen. */
  listen(at: { port: number; host: string }): Promise<{ url: string; port: number }>
  /**
   * Accepts no new requests, closes sockets with 1001 and disconnects streams so that their clients resume elsewhere,
   * and lets requests in flight finish, for `graceMs` at most.
   */
  stop(options: { graceMs: number }): Promise<void>
}

const defaultConnections: Omit<ConnectionSettings, 'maxConnections'> = {
  maxWaiting: 32,
  answerReadMs: 30_000,
  slowestBytesPerMs: 32,
  maxUnreadBytes: 128 * 1024 * 1024,
  maxUnreadStreamBytes: 128 * 1024 * 1024,
}

/** The whole body must arrive within this time; execution is not limited by it. */
const REQUEST_TIMEOUT_MS = 30_000
/** The headers of the first request must arrive within this time. */
const HEADERS_TIMEOUT_MS = 10_000
/** How often both limits are checked. */
const CHECK_MS = 5_000
const MAKE_ROOM_EVERY_MS = 1_000
/** Longer than the usual idle timeout of load balancers, which otherwise send to a closing connection. */
const KEEP_ALIVE_MS = 65_000

/** All routes and the WebSocket on one node:http server. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { ports, metrics, log, sandboxKey, credentialRecheckMs = 30_000 } = options
  const { streamStallMs = 60_000, streamPingMs = 12_000 } = options
  const { schema, contextFor, authenticate, cursorOf } = ports
  const limits = options.limits ?? defaultLimits
  const connections = { maxConnections: connectionLimit(), ...defaultConnections, ...options.connections }
  const documents = createDocuments(schema, limits)
  const engine = createEngine({ documents, limits, contextFor, metrics, log })
  const yoga = createGateYoga({ schema, engine, contextFor })
  const execution = createExecution({ schema, yoga, log })
  const streams = createStreams({
    authenticate,
    cursorOf,
    engine,
    execution,
    metrics,
    credentialRecheckMs,
    streamStallMs,
    streamPingMs,
    maxUnreadStreamBytes: connections.maxUnreadStreamBytes,
  })
  const showPage = graphiqlPage({ sandboxKey })
  const graphql = graphqlRoute({
    authenticate,
    documents,
    execution,
    streams,
    metrics,
    showPage,
  })
  const sockets = createSocketServer({
    path: graphql.path,
    schema,
    authenticate,
    documents,
    engine,
    yoga,
    metrics,
    log,
    credentialRecheckMs,
    settings: options.sockets,
  })
  const unreadAnswers = createUnreadAnswers(connections)
  meterUnsent(metrics, { ws: sockets.unsentBytes, sse: streams.unsentBytes })
  let stopping = false
  const router = createRouter(
    [
      graphql,
      ...providerCodes.flatMap(provider =>
        webhookRoutes({ provider, receiveWebhook: ports.receiveWebhook, metrics, log }),
      ),
      authenticationReturnRoute(ports.returnFromAuthentication, options),
      authenticationStartRoute(ports.startAuthentication),
      graphiqlAssetsRoute(),
      healthRoute,
      readinessRoute(ports.unready, () => stopping),
      metricsRoute(metrics, options.metricsKeepMs),
      homeRoute,
    ],
    log,
  )
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request.headers[requestIdHeader])
    response.setHeader(requestIdHeader, requestId)
    const { url = '/', method = 'GET' } = request
    const [path = '', ...rest] = url.split('?')
    const query = rest.join('?')
    response.once('close', () => {
      if (stopping) server.closeIdleConnections()
      if (response.getHeader('content-type') === 'text/event-stream') return
      const seconds = (performance.now() - startedAt) / 1000
      metrics.requestDuration.observe({ route: router.nameOf(path), status: String(response.statusCode) }, seconds)
    })
    unreadAnswers.watch(response)
    void router.handle({ request, response, method, path, query, requestId })
  }
  const inTurn = oneAtATime(onRequest, connections.maxWaiting)
  const server = createServer(
    {
      // Other upgrades are handled as plain requests: many clients offer HTTP/2. A WebSocket must not overtake requests
      // before it.
      shouldUpgradeCallback: request => isWebSocket(request) && !inTurn.isBusy(request.socket),
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    inTurn.handle,
  )
  server.maxConnections = connections.maxConnections
  makeRoom(server)
  server.on('upgrade', sockets.onUpgrade)
  meterConnections(metrics, server)

  return {
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)))
        server.listen(port, host, () => {
          const address = server.address() as AddressInfo
          const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
          resolve({ url: `http://${name}:${address.port}`, port: address.port })
        })
      }),
    async stop({ graceMs }) {
      if (stopping) return
      stopping = true
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      streams.stop()
      sockets.stop()
      const cut = setTimeout(() => {
        sockets.terminate()
        server.closeAllConnections()
      }, graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

/** After a connection was refused, closes idle connections, so that the caller's next try succeeds. */
function makeRoom(server: Server): void {
  let madeAt = 0
  server.on('drop', () => {
    const now = performance.now()
    if (now - madeAt < MAKE_ROOM_EVERY_MS) return // closing reads every connection
    madeAt = now
    server.closeIdleConnections()
  })
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason = { EADDRINUSE: 'another program listens there', EACCES: 'this needs privileges' }[error.code ?? '']
  return new StartupError(
    `The gateway cannot listen on ${host}:${port}: ${reason ?? error.code}; check PORT and HOST.`,
    {
      cause: error,
    },
  )
}
