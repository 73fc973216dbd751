import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { printSchema } from 'graphql'
import { providerCodes } from '../domain/enums.ts'
import { connectionLimit } from './connections/connection-limit.ts'
import { meterConnections } from './connections/connection-metrics.ts'
import { limitConnectionsOfAddress } from './connections/connections-of-address.ts'
import { createDeparture } from './connections/departure.ts'
import { makeRoom } from './connections/make-room.ts'
import { oneAtATime } from './connections/one-at-a-time.ts'
import { createUnreadAnswers } from './connections/unread-answers.ts'
import { meterUnsent } from './connections/unsent-metrics.ts'
import { graphiqlPage } from './graphiql/page.ts'
import { createDocuments } from './graphql/documents.ts'
import { createEngine, MOST_SUBSCRIPTIONS } from './graphql/engine.ts'
import { createExecution } from './graphql/execution.ts'
import { defaultLimits } from './graphql/limits/limits.ts'
import { createCredentialWatches } from './graphql/streams/credential-watch.ts'
import { createStreams } from './graphql/streams/streams.ts'
import { createGateYoga } from './graphql/yoga.ts'
import { type HttpServer, listen } from './listen.ts'
import { createQuotas } from './quotas/quotas.ts'
import { defaultQuotas } from './quotas/settings.ts'
import { createConsoleCookie } from './request/console-cookie.ts'
import { createRefusesPage } from './request/public-key.ts'
import { requestIdHeader, requestIdOf } from './request/request-id.ts'
import { createRouter } from './router.ts'
import { authenticationReturnRoute } from './routes/authentication-return.ts'
import { authenticationStartRoute } from './routes/authentication-start.ts'
import { consoleSandboxRoute } from './routes/console/sandbox.ts'
import { consoleSessionRoute } from './routes/console/session.ts'
import { graphiqlAssetsRoute } from './routes/graphiql-assets.ts'
import { graphqlRoute } from './routes/graphql.ts'
import { healthRoute } from './routes/health.ts'
import { homeRoute } from './routes/home.ts'
import { metricsRoute } from './routes/metrics.ts'
import { readinessRoute } from './routes/readiness.ts'
import { schemaRoute } from './routes/schema.ts'
import { consoleRoutes, docsRoutes } from './routes/site.ts'
import { webhookRoutes } from './routes/webhook.ts'
import { createSecurityHeaders } from './security-headers.ts'
import { defaultConnections, defaultExposure, type HttpServerOptions } from './server-options.ts'
import { createSocketServer, isWebSocket } from './websocket/socket-server.ts'

/** The whole body must arrive within this time; execution is not limited by it. */
const REQUEST_TIMEOUT_MS = 30_000
/** The headers of the first request must arrive within this time. */
const HEADERS_TIMEOUT_MS = 10_000
/** How often both limits are checked. */
const CHECK_MS = 5_000
/** The largest size of all headers of a request. A larger request gets 431. */
export const MAX_HEADER_BYTES = 16 * 1024
/** A connection whose credential ended is closed within a second. */
const CREDENTIAL_RECHECK_MS = 500
/** Longer than the usual idle timeout of load balancers, which otherwise send to a closing connection. */
const KEEP_ALIVE_MS = 65_000

/** Where `npm run build` writes. */
const BUILT = fileURLToPath(new URL('../../build', import.meta.url))

/** All routes and the WebSocket on one node:http server. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { ports, metrics, log, sandboxKey, credentialRecheckMs = CREDENTIAL_RECHECK_MS } = options
  const { streamStallMs = 60_000, streamPingMs = 12_000, builtFolder = BUILT, controlSimulators } = options
  const { schema, contextFor, listContextFor, authenticate, authenticateAll, now, cursorOf } = ports
  const limits = options.limits ?? defaultLimits
  const sdl = options.sdl ?? `${printSchema(schema)}\n`
  const settings = { ...defaultQuotas, ...options.quotas }
  const exposure = { ...defaultExposure, ...options.exposure }
  const trustedProxies = options.trustedProxies ?? []
  const connections = { maxConnections: connectionLimit(), ...defaultConnections, ...options.connections }
  const quotas = createQuotas({
    settings,
    authenticate,
    trustedProxies,
    metrics,
    sharedBuckets: options.sharedBuckets,
    maxConnections: connections.maxConnections,
    maxSubscriptions: MOST_SUBSCRIPTIONS,
  })
  const documents = createDocuments(schema, limits, { ...exposure, trusted: options.trustedDocuments })
  const engine = createEngine({ documents, limits, quotas, contextFor, listContextFor, metrics, log })
  const yoga = createGateYoga({ schema, engine, contextFor })
  const execution = createExecution({ schema, yoga, log })
  const credentials = createCredentialWatches({ authenticateAll, everyMs: credentialRecheckMs })
  const streams = createStreams({
    credentials,
    cursorOf,
    engine,
    execution,
    metrics,
    streamStallMs,
    streamPingMs,
    maxUnreadStreamBytes: connections.maxUnreadStreamBytes,
  })
  const refusesPage = createRefusesPage(options)
  const cookie = createConsoleCookie(options.publicUrl)
  const graphql = graphqlRoute({
    quotas,
    documents,
    execution,
    streams,
    metrics,
    showPage: exposure.graphiql ? graphiqlPage({ sandboxKey }) : undefined,
    isPreflightRequired: exposure.isPreflightRequired,
    refusesPage,
    cookie,
  })
  const sockets = createSocketServer({
    path: graphql.path,
    schema,
    authenticate,
    quotas,
    now,
    documents,
    engine,
    yoga,
    metrics,
    log,
    credentials,
    settings: options.sockets,
    refusesPage,
    cookie,
  })
  const unreadAnswers = createUnreadAnswers(connections)
  meterUnsent(metrics, { ws: sockets.unsentBytes, sse: streams.unsentBytes })
  const secure = createSecurityHeaders(options.publicUrl)
  const router = createRouter(
    [
      graphql,
      ...providerCodes.flatMap(provider =>
        webhookRoutes({ provider, receiveWebhook: ports.receiveWebhook, metrics, log }),
      ),
      authenticationReturnRoute(ports.returnFromAuthentication, request => quotas.addressOf(request).ip),
      authenticationStartRoute(ports.startAuthentication),
      ...(exposure.graphiql ? [graphiqlAssetsRoute()] : []),
      ...(exposure.console
        ? [
            consoleSessionRoute({ ...ports, quotas, cookie, sandboxKey }),
            ...(controlSimulators ? [consoleSandboxRoute({ quotas, cookie, controlSimulators })] : []),
            ...consoleRoutes(`${builtFolder}/console`),
          ]
        : []),
      ...docsRoutes(`${builtFolder}/docs`),
      homeRoute(exposure),
      ...(exposure.introspection ? [schemaRoute({ sdl, quotas, isPublic: exposure.isSchemaPublic })] : []),
      healthRoute,
      readinessRoute(ports.unready, () => departure.begun),
      metricsRoute(metrics, options.metricsKeepMs),
    ],
    log,
  )
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request.headers[requestIdHeader])
    response.setHeader(requestIdHeader, requestId)
    secure(response)
    const { url = '/', method = 'GET' } = request
    const [path = '', ...rest] = url.split('?')
    const query = rest.join('?')
    response.once('close', () => {
      if (response.getHeader('content-type') === 'text/event-stream') return
      const seconds = (performance.now() - startedAt) / 1000
      metrics.requestDuration.observe({ route: router.nameOf(path), status: String(response.statusCode) }, seconds)
    })
    departure.watch(response)
    unreadAnswers.watch(response)
    void router.handle({ request, response, method, path, query, requestId })
  }
  const inTurn = oneAtATime(onRequest, connections.maxWaiting)
  const server = createServer(
    {
      // Handles other upgrades as plain requests, because many clients offer HTTP/2. A WebSocket must not overtake
      // requests before it.
      shouldUpgradeCallback: request => isWebSocket(request) && !inTurn.isBusy(request.socket),
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    inTurn.handle,
  )
  const departure = createDeparture(server)
  server.maxConnections = connections.maxConnections
  makeRoom(server)
  server.on('upgrade', sockets.onUpgrade)
  const onRefused = meterConnections(metrics, server)
  limitConnectionsOfAddress(server, { trustedProxies, most: settings.connectionsOfAddress, onRefused })

  return {
    listen: at => listen(server, at),
    drain: departure.begin,
    async stop({ graceMs }) {
      departure.begin()
      const closed = departure.close(graceMs, sockets.terminate)
      streams.stop()
      sockets.stop()
      await closed
    },
  }
}
