import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below the numbers that systems give to connections and to port 0 (from 32768 or 49152), and below those of the
// embedded PostgreSQL.
const FIRST = 10_000
const COUNT = 10_000

let next = Math.floor(Math.random() * COUNT)

/**
 * A port for a program that needs a fixed one, free again after a restart. It is reserved among all test processes of
 * this machine by a UDP socket of the same number, which this process holds until it ends.
 */
export async function reservePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT)
    if ((await reserve(port)) && (await isFree(port))) return port
  }
  throw new Error(`no port between ${FIRST} and ${FIRST + COUNT} is free`)
}

async function reserve(port: number): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: false })
  const bound = once(socket, 'listening').then(() => true)
  socket.bind({ port, address: '127.0.0.1', exclusive: true })
  return bound.then(
    () => {
      socket.unref()
      return true
    },
    () => false,
  )
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const listening = once(server, 'listening').then(() => true)
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  const free = await listening.catch(() => false)
  if (free) await new Promise(resolve => server.close(resolve))
  return free
}
