import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, many } from '../../attack.ts'
import { openConnections } from '../../support/tcp.ts'

const HEADERS = 'POST /webhooks/ppro HTTP/1.1\r\nhost: gateway\r\n'
const BODY = `${HEADERS}content-type: application/json\r\ncontent-length: 1000000\r\n\r\n{`
/** Headers have 10 s and whole requests 30 s; both are checked every 5 s. */
const CLOSED_WITHIN_S = 45

/** Connections that send a byte of a header or of a body each second, so that they are never idle. No key. */
export const slowRequests: Attack = {
  name: 'slow-requests',
  kind: 'connections',
  async run(target) {
    const headers = await openConnections(target.url, many(target, 500), { send: HEADERS })
    const bodies = await openConnections(target.url, many(target, 500), { send: BODY })
    const open = () => headers.open() + bodies.open()
    for (let seconds = 0; seconds < CLOSED_WITHIN_S && open() > 0; seconds++) {
      headers.send(`x-${seconds}: y\r\n`)
      bodies.send(' ')
      await delay(1_000)
    }
    const left = open()
    headers.close()
    bodies.close()
    return left > 0 ? `${left} slow requests are open after ${CLOSED_WITHIN_S} s` : undefined
  },
}
