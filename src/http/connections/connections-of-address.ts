import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressMatcher, readAddress } from '../../base/text/ip-address.ts'
import { createCounts } from '../quotas/counts.ts'

interface ConnectionsOfAddress {
  readonly trustedProxies: readonly string[]
  readonly most: number
  /** Called for each refused connection. */
  readonly onRefused: () => void
}

/**
 * Closes connections of an address that has too many, so that one machine cannot use up the connections of all callers.
 * An operator's own proxy has no such limit, because it carries the requests of many callers.
 */
export function limitConnectionsOfAddress(server: Server, options: ConnectionsOfAddress): void {
  const { trustedProxies, most, onRefused } = options
  const isOwnProxy = addressMatcher(trustedProxies)
  const counts = createCounts()
  server.on('connection', (socket: Socket) => {
    const address = readAddress(socket.remoteAddress ?? '')
    if (address === undefined || isOwnProxy(address)) return
    const entry = counts.enter([{ name: 'connections-address', key: address, most }])
    if (entry.ok) return void socket.once('close', entry.leave)
    onRefused()
    socket.destroy()
  })
}
