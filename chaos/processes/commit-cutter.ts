import { connect, createServer, type Socket } from 'node:net'
import type { Random } from '../random.ts'
import { portOf } from './port-of.ts'

/** A connection to PostgreSQL that is cut at some COMMITs. */
export interface CommitCutter {
  readonly port: number
  /** Cut before PostgreSQL got the COMMIT: nothing was stored. */
  readonly cutBefore: number
  /** Cut after PostgreSQL committed, before its client received the answer. */
  readonly cutAfter: number
  /** Starts cutting connections. */
  begin(): void
  /** Stops cutting connections. */
  rest(): void
  close(): Promise<void>
}

const QUERY = 'Q'.charCodeAt(0)
const HEADER_BYTES = 5
const COMMITTED = 'COMMIT\0'

/**
 * Listens on 127.0.0.1 and forwards everything to the PostgreSQL at `targetPort`. Cuts the connection at a share of the
 * COMMITs: half of these before the server gets the COMMIT, half after the server has responded. The client cannot tell
 * the two cases apart.
 */
export async function startCommitCutter(targetPort: number, rate: number, random: Random): Promise<CommitCutter> {
  const sockets = new Set<Socket>()
  const count = { cutBefore: 0, cutAfter: 0 }
  let resting = true
  const drawCut = () => {
    if (resting || !random.chance(rate)) return undefined
    const kind = random.chance(0.5) ? 'cutBefore' : 'cutAfter'
    count[kind] += 1
    return kind
  }
  const server = createServer(client => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    pass(client, upstream, drawCut)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server),
    get cutBefore() {
      return count.cutBefore
    },
    get cutAfter() {
      return count.cutAfter
    },
    begin: () => {
      resting = false
    },
    rest: () => {
      resting = true
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** Frontend messages are forwarded one by one, so that a COMMIT is recognized before the server gets it. */
function pass(client: Socket, upstream: Socket, drawCut: () => 'cutBefore' | 'cutAfter' | undefined): void {
  let started = false
  let waiting: Buffer = Buffer.alloc(0)
  let answerIsCut = false
  client.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    for (let length = messageLength(waiting, started); length <= waiting.length; ) {
      const message = waiting.subarray(0, length)
      const cut = started && isCommit(message) ? drawCut() : undefined
      if (cut === 'cutBefore') return void client.destroy()
      answerIsCut ||= cut === 'cutAfter'
      upstream.write(message)
      waiting = waiting.subarray(length)
      started = true
      length = messageLength(waiting, started)
    }
  })
  // PostgreSQL answers a COMMIT once it is durable. The answer to a message sent together with it may come before that.
  upstream.on('data', (chunk: Buffer) =>
    answerIsCut && chunk.includes(COMMITTED) ? client.destroy() : client.write(chunk),
  )
}

/** Infinity while the length is unknown. The first message of a connection has no letter before its length. */
function messageLength(bytes: Buffer, started: boolean): number {
  if (!started) return bytes.length < 4 ? Number.POSITIVE_INFINITY : bytes.readInt32BE(0)
  return bytes.length < HEADER_BYTES ? Number.POSITIVE_INFINITY : bytes.readInt32BE(1) + 1
}

function isCommit(message: Buffer): boolean {
  return message[0] === QUERY && message.toString('latin1', HEADER_BYTES, message.length - 1) === 'COMMIT'
}
