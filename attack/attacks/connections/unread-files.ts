import { type Attack, many } from '../../attack.ts'
import { openConnections, request } from '../../support/tcp.ts'

/** Many connections request a large file but do not read it. No key. */
export const unreadFiles: Attack = {
  name: 'unread-files',
  kind: 'unread answers',
  notInProduction: 'GraphiQL’s files are not served',
  async run(target) {
    const send = request('GET', '/graphiql/graphiql.js')
    const connections = await openConnections(target.url, many(target, 400), { send, reads: false })
    await connections.hold(5_000 * Math.min(1, target.scale))
    connections.close()
    return undefined
  },
}
