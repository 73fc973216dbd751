import { type Attack, many } from '../../attack.ts'
import { openConnections, request } from '../../support/tcp.ts'

const PATHS = ['/metrics', '/schema.graphql', '/readyz', '/nope']

/** Many connections pipeline requests for pages, but read nothing. No key. */
export const unreadPages: Attack = {
  name: 'unread-pages',
  kind: 'unread answers',
  async run(target) {
    const send = PATHS.map(path => request('GET', path))
      .join('')
      .repeat(8)
    const connections = await openConnections(target.url, many(target, 400), { send, reads: false })
    await connections.hold(5_000 * Math.min(1, target.scale))
    connections.close()
    return undefined
  },
}
