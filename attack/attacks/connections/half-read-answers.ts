import { type Attack, many } from '../../attack.ts'
import { graphqlHeaders } from '../../support/http.ts'
import { openConnections, request } from '../../support/tcp.ts'

const QUERY = JSON.stringify({
  query: '{ charges(first: 100) { nodes { id status createdAt updatedAt } } }',
})
const READ_BYTES = 1_000

/** Connections that read the beginning of a response and then nothing more, again and again. */
export const halfReadAnswers: Attack = {
  name: 'half-read-answers',
  kind: 'unread answers',
  async run(target) {
    const schema = request('GET', '/schema.graphql').repeat(8)
    const query = request('POST', '/graphql', graphqlHeaders(target.key), QUERY).repeat(8)
    for (const send of [schema, query]) {
      const connections = await openConnections(target.url, many(target, 400), { send, readsBytes: READ_BYTES })
      await connections.hold(5_000 * Math.min(1, target.scale))
      connections.close()
    }
    return undefined
  },
}
