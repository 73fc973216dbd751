import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, many } from '../../attack.ts'
import { graphqlHeaders, metric } from '../../support/http.ts'
import { openWebSocket, subscribe } from '../../support/websocket.ts'

const SOCKETS = 200
const OF_EACH = 100
/** The limit of subscriptions for one key: docs/limits.md. */
const MOST = 5_000

/**
 * One merchant's key opens 200 WebSockets with 100 subscriptions each, which is the limit of a process. Another
 * merchant must still be able to subscribe.
 */
export const subscribeFlood: Attack = {
  name: 'subscribe-flood',
  kind: 'subscriptions',
  async run(target) {
    const sockets = []
    for (let index = 0; index < many(target, SOCKETS); index++) {
      const socket = await openWebSocket(target, target.plainKey)
      if (socket === undefined) continue
      sockets.push(socket)
      for (let id = 0; id < OF_EACH; id++) subscribe(socket, String(id))
    }
    await delay(2_000) // for the metrics, which may be a second old
    const open = (await metric(target, 'perennial_subscriptions_open')) ?? 0
    const other = await streamOf(target.url, target.otherKey)
    for (const socket of sockets) socket.terminate()
    if (open > MOST) return `${open} subscriptions of one key are open; expected at most ${MOST}`
    return other === 200 ? undefined : `another merchant's subscription was answered ${other}`
  },
}

/** The status of a subscription, which is then closed. */
async function streamOf(url: string, key: string): Promise<number> {
  const body = JSON.stringify({ query: 'subscription { events { id } }' })
  const headers = { ...graphqlHeaders(key), accept: 'text/event-stream' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers })
  await response.body?.cancel()
  return response.status
}
