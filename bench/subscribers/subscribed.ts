import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { connectionLimit } from '../../src/http/connections/connection-limit.ts'
import { freePort } from '../../src/supervisor/postgres/server.ts'
import { type Child, startChild } from '../support/children.ts'
import type { OpenOptions } from './socket-clients.ts'
import type { SocketGateway } from './socket-gateway.ts'

/** An ordinary key: the reads of an operator's key would be recorded one by one. */
export const SUBSCRIBER_KEY = 'sk_test_of_every_subscriber'

/** The same for each gateway that opens the database. */
const encryptionKey = randomBytes(32).toString('base64')

/** A server of one side, its clients, and how a client becomes a subscriber. */
export interface Side {
  readonly server: Child
  readonly clients: Child
  /** Opens as many more sockets and waits until all of them get events. */
  open(sockets: number): Promise<void>
  stop(): Promise<void>
}

/** All of it is in the event, so that a result costs no statement: the fan-out is measured, and not PostgreSQL. */
const QUERY =
  'subscription { chargeStatusChanged { eventCursor version occurredAt previousStatus status terminal charge { id status version } } }'

export async function startOurSide(
  databaseUrl: string,
  dataDir: string,
): Promise<Side & { readonly gateway: SocketGateway }> {
  const server = await startChild('subscribers/socket-gateway.ts', {
    PUBLIC_URL: 'https://gateway.example',
    ENCRYPTION_KEY: encryptionKey,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    LOG_LEVEL: 'warn',
    MERCHANT_SHARE: '100',
    OPERATIONS_PER_SECOND: '1000000',
  })
  const gateway = server.ready as SocketGateway
  const first = JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${SUBSCRIBER_KEY}` } })
  const last = JSON.stringify({ type: 'subscribe', id: '1', payload: { query: QUERY } })
  return { ...(await sideOf(server, { url: gateway.url, first, last })), gateway }
}

export async function startPeer(): Promise<Side> {
  const server = await startChild('subscribers/socket-peer.ts')
  return sideOf(server, server.ready as { readonly url: string })
}

async function sideOf(server: Child, options: Omit<OpenOptions, 'sockets'>): Promise<Side> {
  const clients = await startChild('subscribers/socket-clients.ts')
  let sockets = 0
  const settled = async () => {
    while ((await server.call<number>('subscriptions')) !== sockets) await delay(50)
  }
  return {
    server,
    clients,
    async open(more) {
      await clients.call('open', { ...options, sockets: more })
      sockets += more
      await settled()
    },
    async stop() {
      await clients.stop() // first: it takes the end of a socket for a failure
      await server.stop()
    },
  }
}

/** @throws if a process may not have as many sockets. Half of a server's connections are for one key at most. */
export function mustAllow(sockets: number): void {
  if (connectionLimit() / 2 < sockets)
    throw new Error(`${sockets} sockets need more file descriptors: ulimit -n ${2 * sockets + 1_000}`)
}
