import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, many } from '../../attack.ts'
import { openConnections } from '../../support/tcp.ts'

const CLOSED_WITHIN_S = 20

/** Connections that send nothing, or half a request. No key. */
export const silentConnections: Attack = {
  name: 'silent-connections',
  kind: 'connections',
  async run(target) {
    const silent = await openConnections(target.url, many(target, 1_000))
    const halves = await openConnections(target.url, many(target, 1_000), { send: 'GET /healthz HTTP/1.1\r\nhost: g' })
    const open = () => silent.open() + halves.open()
    for (let seconds = 0; seconds < CLOSED_WITHIN_S && open() > 0; seconds++) await delay(1_000)
    const left = open()
    silent.close()
    halves.close()
    return left > 0 ? `${left} connections without a request are open after ${CLOSED_WITHIN_S} s` : undefined
  },
}
