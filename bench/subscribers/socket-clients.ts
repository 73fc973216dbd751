// The subscribers, in a process of their own: thousands of WebSockets, and when each message arrived.
import { serveParent } from '../support/children.ts'
import { type LightSocket, openWebSocket } from './web-socket.ts'

export interface OpenOptions {
  readonly url: string
  readonly sockets: number
  /** What each socket sends, one after the other's answer: connection_init. Then `last`, whose answers are the events. */
  readonly first?: string
  readonly last?: string
}

export interface Arrivals {
  /** Milliseconds between sending a message and its arrival at a socket. */
  readonly medianMs: number
  readonly p99Ms: number
  /** When the last one arrived. */
  readonly lastAt: number
}

const AT_ONCE = 50

const open: LightSocket[] = []
/** Of each socket, since the last reset. */
let received: number[] = []
/** When each message arrived, by its number: the first of a socket, the second … */
let arrivals: number[][] = []
let sample = ''
let waiting: { readonly messages: number; readonly resolve: () => void } | undefined
/** Sockets that do not have as many messages as are waited for. */
let behind = 0

/** Milliseconds of a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

function onEvent(index: number, bytes: Buffer): void {
  const number = received[index] ?? 0
  received[index] = number + 1
  const ofMessage = arrivals[number] ?? []
  arrivals[number] = ofMessage
  ofMessage.push(now())
  if (sample === '') sample = bytes.toString()
  if (waiting !== undefined && number + 1 === waiting.messages && --behind === 0) waiting.resolve()
}

async function openOne({ url, first, last }: OpenOptions): Promise<void> {
  const index = open.length
  received.push(0)
  let onText = (bytes: Buffer) => onEvent(index, bytes)
  const acknowledged = Promise.withResolvers<void>()
  if (first !== undefined)
    onText = () => {
      onText = bytes => onEvent(index, bytes)
      acknowledged.resolve()
    }
  const slot = openWebSocket(url, bytes => onText(bytes))
  open.push({ send: () => {} })
  const socket = await slot
  open[index] = socket
  if (first === undefined || last === undefined) return
  socket.send(first)
  await acknowledged.promise
  socket.send(last)
}

const methods = {
  async open(options: OpenOptions) {
    for (let opened = 0; opened < options.sockets; opened += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, options.sockets - opened) }, () => openOne(options)))
  },
  reset() {
    received = received.map(() => 0)
    arrivals = []
  },
  /** Resolves when each socket has that many messages. */
  reached: ({ messages }: { messages: number }) =>
    new Promise<void>(resolve => {
      behind = received.filter(count => count < messages).length
      if (behind === 0) return resolve()
      waiting = { messages, resolve }
    }),
  /** @param sentAt Of each message, as `now` tells it. */
  arrivals({ sentAt }: { sentAt: readonly number[] }): Arrivals {
    const times = sentAt
      .flatMap((at, number) => (arrivals[number] ?? []).map(arrived => arrived - at))
      .sort((a, b) => a - b)
    const quantile = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
    const lastAt = arrivals.reduce((latest, of) => of.reduce((most, at) => Math.max(most, at), latest), 0)
    return { medianMs: quantile(0.5), p99Ms: quantile(0.99), lastAt }
  },
  sample: () => sample,
}

if (import.meta.main) serveParent({}, methods)
