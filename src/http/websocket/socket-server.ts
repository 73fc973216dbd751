import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../../base/log/log.ts'
import { createBudget } from '../connections/budget.ts'
import { closeInTurn } from '../connections/close-in-turn.ts'
import { publicError } from '../graphql/errors/public-error.ts'
import type { CredentialWatches } from '../graphql/streams/credential-watch.ts'
import type { Ports } from '../ports.ts'
import type { CallerAddress } from '../quotas/caller-address.ts'
import type { ConsoleCookie } from '../request/console-cookie.ts'
import type { RefusesPage } from '../request/public-key.ts'
import { requestIdHeader, requestIdOf } from '../request/request-id.ts'
import { createSocketAccess } from './access.ts'
import { closeCodes } from './close-codes.ts'
import { createKeepAlive } from './keep-alive.ts'
import { createOperations } from './operations.ts'
import { createProtocol, type ProtocolOptions, type Session } from './protocol.ts'
import { createSender } from './sender.ts'

export interface SocketSettings {
  /** The size of one message from a client. By default, `ws` accepts 100 MiB. */
  readonly maxMessageBytes: number
  /** Operations open at the same time on one socket. */
  readonly maxOperations: number
  /** Bytes buffered for a slow client before its socket is closed. */
  readonly maxBufferedBytes: number
  /** Bytes buffered for all slow clients together before the oldest waiting ones are closed. */
  readonly maxBufferedBytesOfAll: number
  /** The time within which connection_init must arrive. */
  readonly initTimeoutMs: number
  /** The time between two pings. A client that has not answered by the next ping is disconnected. */
  readonly pingEveryMs: number
}

export const defaultSettings: SocketSettings = {
  maxMessageBytes: 256 * 1024,
  maxOperations: 100,
  maxBufferedBytes: 4 * 1024 * 1024,
  maxBufferedBytesOfAll: 256 * 1024 * 1024,
  initTimeoutMs: 5_000,
  pingEveryMs: 15_000,
}

interface SocketServerOptions extends Omit<ProtocolOptions, 'settings'> {
  readonly path: string
  readonly authenticate: Ports['authenticate']
  readonly now: Ports['now']
  readonly credentials: CredentialWatches
  readonly refusesPage: RefusesPage
  readonly cookie: ConsoleCookie
  readonly settings?: Partial<SocketSettings> | undefined
  readonly log: Log
}

interface SocketServer {
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Accepts no new sockets and closes the open ones in turn with 1001, so that clients resume elsewhere. */
  stop(): void
  /** Terminates sockets that have not closed. */
  terminate(): void
  /** Bytes that all sockets buffer because their clients do not read. */
  unsentBytes(): number
}

/** True if an upgrade requests a WebSocket. */
export function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
}

/** WebSockets with the protocol graphql-transport-ws. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { path, quotas, metrics, log } = options
  const settings = { ...defaultSettings, ...options.settings }
  const protocol = createProtocol({ ...options, settings })
  const buffered = createBudget(settings.maxBufferedBytesOfAll)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: settings.maxMessageBytes,
    perMessageDeflate: false, // a compressor per socket would need more memory than the rest of the socket
    handleProtocols,
  })
  const keepAlive = createKeepAlive(settings.pingEveryMs)
  let stopping = false

  const serve = (socket: WebSocket, request: IncomingMessage, address: CallerAddress) => {
    metrics.socketsOpen.inc()
    const requestId = requestIdOf(request.headers[requestIdHeader])
    keepAlive.add(socket)
    const close = (code: number, reason: string) => socket.close(code, reason)
    const send = createSender(socket, settings.maxBufferedBytes, buffered)
    const operations = createOperations({
      send,
      close,
      isOpen: () => socket.readyState === socket.OPEN,
      maxOperations: settings.maxOperations,
      toPublic: error => publicError(error, { requestId, log }),
    })
    const access = createSocketAccess(options, { requestId, headers: request.headers, address, close, send })
    const { requestOf, sendResult } = operations
    const session: Session = { requestId, address, access, close, requestOf, sendResult }
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: operations.send,
        close,
        onPing: access.ping,
        onMessage: handle =>
          socket.on('message', data => {
            // Messages that arrive while the socket closes are not executed.
            if (socket.readyState !== socket.OPEN) return
            operations.receive(String(data), handle).catch(error => {
              log.error({ requestId, err: error }, 'unexpected error on a socket')
              socket.close(closeCodes.internalError, 'Internal server error')
            })
          }),
      },
      session,
    )
    // `ws` closes the socket itself: with 1009 for a message that is too large, 1002 for an invalid frame.
    socket.on('error', error => log.debug({ requestId, err: error }, 'socket error'))
    socket.once('close', (code, reason) => {
      access.end()
      metrics.socketsOpen.dec()
      metrics.socketsClosed.inc({ code: String(code) })
      closed(code, String(reason)).catch(error =>
        log.error({ requestId, err: error }, 'unexpected error at the end of a socket'),
      )
    })
  }

  return {
    onUpgrade(request, socket, head) {
      const [requestPath] = (request.url ?? '').split('?')
      if (stopping) return refuseUpgrade(socket, '503 Service Unavailable')
      if (requestPath !== path) return refuseUpgrade(socket, '404 Not Found')
      const address = quotas.addressOf(request)
      const entry = quotas.socketOfAddress(address)
      if (!entry.ok) return refuseUpgrade(socket, '429 Too Many Requests', 'Retry-After: 5\r\n')
      socket.once('close', entry.leave)
      server.handleUpgrade(request, socket, head, webSocket => serve(webSocket, request, address))
    },
    stop() {
      stopping = true
      closeInTurn(server.clients, socket =>
        socket.close(closeCodes.goingAway, 'The gateway is stopping: resume with "after"'),
      )
    },
    terminate() {
      for (const socket of server.clients) socket.terminate()
    },
    unsentBytes: () => [...server.clients].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
  }
}

/** Node has removed its own listeners, and does not end the socket while the client keeps its side open. */
function refuseUpgrade(socket: Duplex, status: string, headers = ''): void {
  socket.on('error', () => {})
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}Content-Length: 0\r\n\r\n`)
}
