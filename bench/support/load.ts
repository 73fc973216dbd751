// The load: a process of its own that keeps a number of connections busy, each sending its next request after its last
// response. It writes HTTP over sockets directly, so that on few cores the load takes little of the measured time.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { serveParent } from './children.ts'

export interface LoadOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent in turn. FRESH in them becomes a new UUID each time. */
  readonly bodies: readonly string[]
  readonly connections: number
  readonly durationMs: number
}

export interface LoadResult {
  readonly answers: number
  readonly perSecond: number
  readonly medianMs: number
}

/** As long as a UUID: the length of a request stays the same. */
export const FRESH = '00000000-fresh-uuid-goes-here-000000'

const HEAD_END = Buffer.from('\r\n\r\n')

async function run({ bodies, headers, ...options }: LoadOptions): Promise<LoadResult> {
  const requests = bodies.map(body => requestOf(options.url, headers, body))
  let next = Math.floor(Math.random() * requests.length)
  return keepBusy(options, () => {
    next = (next + 1) % requests.length
    const request = requests[next] ?? ''
    return request.includes(FRESH) ? request.replace(FRESH, randomUUID()) : request
  })
}

/** A whole request as it is written to a socket. */
export function requestOf(url: string, headers: LoadOptions['headers'], body: string): string {
  const { pathname, host } = new URL(url)
  const head = Object.entries({ host, 'content-type': 'application/json', accept: 'application/json', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  return `POST ${pathname} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Each connection sends its next request after its last response. */
export async function keepBusy(
  { url, connections, durationMs }: Pick<LoadOptions, 'url' | 'connections' | 'durationMs'>,
  nextRequest: () => string,
): Promise<LoadResult> {
  const { hostname, port } = new URL(url)
  const takesMs: number[] = []
  const start = performance.now()
  const end = start + durationMs

  const lane = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.setNoDelay(true)
      let sentAt = 0
      let received: Buffer = Buffer.alloc(0)
      const send = () => {
        const request = nextRequest()
        sentAt = performance.now()
        socket.write(request)
      }
      socket.once('connect', send).once('error', reject)
      socket.once('close', () => reject(new Error('the server closed the connection')))
      socket.on('data', (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        if (!isWhole(received)) return
        const now = performance.now()
        received = Buffer.alloc(0)
        takesMs.push(now - sentAt)
        if (now < end) return send()
        socket.removeAllListeners('close').end()
        resolve()
      })
    })

  await Promise.all(Array.from({ length: connections }, lane))
  takesMs.sort((a, b) => a - b)
  return {
    answers: takesMs.length,
    perSecond: (takesMs.length * 1000) / (performance.now() - start),
    medianMs: takesMs[takesMs.length >> 1] ?? Number.NaN,
  }
}

/** Whether the whole response is here. @throws if it is not 200, has errors, or no length. */
function isWhole(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd === -1) return false
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200') || length === undefined) throw new Error(`an unexpected answer: ${head}`)
  const bodyStart = headEnd + HEAD_END.length
  if (bytes.length < bodyStart + Number(length)) return false
  if (bytes.toString('latin1', bodyStart, bodyStart + 9) === '{"errors"')
    throw new Error(bytes.toString('utf8', bodyStart, bodyStart + 500))
  return true
}

if (import.meta.main) serveParent({}, { run })
