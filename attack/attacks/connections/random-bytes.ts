import { connect } from 'node:net'
import { type Attack, many, type Target } from '../../attack.ts'
import { graphqlHeaders, repeat } from '../../support/http.ts'
import { openWebSocket } from '../../support/websocket.ts'

const EACH = 10_000
const AT_ONCE = 20
const LONGEST = 300
const SEED = 7
/** Messages of one WebSocket: the first one that is not a message of the protocol closes it. */
const OF_A_SOCKET = 5

/**
 * Sends random bytes to every address that takes a body or a token: as a request of their own, and as messages of a
 * WebSocket. The seed is fixed, so that an input that breaks the gateway can be repeated.
 */
export const randomBytes: Attack = {
  name: 'random-bytes',
  kind: 'random bytes',
  async run(target) {
    const bytes = randomFrom(SEED)
    const failed: string[] = []
    const count = many(target, EACH)
    const send = async (what: string, path: string, init: RequestInit) => {
      const status = await statusOf(target.url + path, init)
      if (status >= 500) failed.push(`${what}: ${status}`)
    }
    const targets: ((body: Buffer) => Promise<unknown>)[] = [
      body =>
        send('a query', '/graphql', { method: 'POST', body: text(body), headers: graphqlHeaders(target.plainKey) }),
      body =>
        send('a GET', `/graphql?query=${encodeURIComponent(text(body))}`, { headers: graphqlHeaders(target.plainKey) }),
      body => send('a credential', '/graphql', { headers: graphqlHeaders(body.toString('hex')) }),
      body => send('PPRO’s webhook', '/webhooks/ppro', { method: 'POST', body: new Uint8Array(body) }),
      body => send('APS’s webhook', '/webhooks/aps', { method: 'POST', body: new Uint8Array(body) }),
      body => send('a link', `/authenticate/${encodeURIComponent(text(body))}`, {}),
      body =>
        send('a return', `/authenticate/return/${encodeURIComponent(text(body))}`, {
          method: 'POST',
          body: text(body),
        }),
      body => raw(target, body),
    ]
    for (const one of targets) await repeat(count, AT_ONCE, () => one(bytes()))
    await repeat(Math.ceil(count / OF_A_SOCKET), AT_ONCE, async () => {
      const socket = await openWebSocket(target, target.plainKey)
      for (let index = 0; index < OF_A_SOCKET; index++) socket?.send(index % 2 === 0 ? text(bytes()) : bytes())
      socket?.close()
    })
    return failed.length > 0 ? `${failed.length} answers of 500 and more, the first to ${failed[0]}` : undefined
  },
}

const text = (bytes: Buffer) => bytes.toString('latin1')

/** 0 without an answer: the gateway closes connections that break HTTP. */
async function statusOf(url: string, init: RequestInit): Promise<number> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(30_000) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** Sends bytes as they are, and waits until the gateway has closed the connection or answered. */
function raw({ url }: Target, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise(resolve => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(Buffer.concat([bytes, END])))
    const end = () => {
      socket.destroy()
      resolve()
    }
    socket.once('data', end).once('error', end).once('close', end)
  })
}

const END = Buffer.from('\r\n\r\n')

/** Mulberry32: the same bytes for the same seed. */
function randomFrom(seed: number): () => Buffer {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return () => Buffer.from(Array.from({ length: 1 + (next() % LONGEST) }, () => next() & 0xff))
}
