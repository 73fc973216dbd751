import { type Attack, many } from '../../attack.ts'
import { metric } from '../../support/http.ts'
import { openConnections, request } from '../../support/tcp.ts'

const HEADERS = {
  connection: 'upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
}
const FEW = 50

/** Sends upgrades that are refused, on connections that the client never closes. No key. */
export const halfOpenUpgrades: Attack = {
  name: 'half-open-upgrades',
  kind: 'connections',
  async run(target) {
    const send = request('GET', '/nope', HEADERS)
    const connections = await openConnections(target.url, many(target, 2_000), { send, allowHalfOpen: true })
    await connections.hold(3_000 * Math.min(1, target.scale))
    const left = await metric(target, 'perennial_connections_open')
    connections.close()
    return left !== undefined && left > FEW ? `${left} connections stay open after their refusal` : undefined
  },
}
