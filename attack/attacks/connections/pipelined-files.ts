import { type Attack, many } from '../../attack.ts'
import { openConnections, request } from '../../support/tcp.ts'

/** One connection requests the same large file repeatedly, and disconnects. No key. */
export const pipelinedFiles: Attack = {
  name: 'pipelined-files',
  kind: 'unread answers',
  notInProduction: 'GraphiQL’s files are not served',
  async run(target) {
    const send = request('GET', '/graphiql/graphiql.js').repeat(many(target, 300))
    for (let round = 0; round < 3; round++) {
      const connections = await openConnections(target.url, 1, { send, reads: false })
      await connections.hold(2_000 * Math.min(1, target.scale))
      connections.close()
    }
    return undefined
  },
}
