import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'
import { eventStreamLine, type Line, webSocketLine } from './lines.ts'
import { type Subscriber, subscribe } from './subscriber.ts'
import { allEvents, changesOfCharge, eventsOfAgreement } from './topics.ts'
import { subscribeByClient } from './typed-subscriber.ts'

/** All subscribers, over connections that are cut at random. */
export interface Audience {
  readonly subscribers: readonly Subscriber[]
  readonly cuts: number
  watchAgreement(agreementId: string, after: string): void
  /** Watches from a response's cursor on, with all of these subscriptions on one socket. */
  watchCharge(charge: { readonly id: string; readonly version: number }, after: string): void
  /** Stops cutting connections. */
  rest(): void
  stop(): Promise<void>
}

/** How many subscriptions share a socket: far fewer than the hundred that the gateway allows. */
const ON_ONE_SOCKET = 40

export function openAudience(address: { url: string; key: string; after: string }, random: Random): Audience {
  const { after } = address
  const lines: Pick<Line, 'cut'>[] = []
  const subscribers: Subscriber[] = []
  const open = (line: Line) => {
    lines.push(line)
    return line
  }
  for (const line of [
    open(webSocketLine('WebSocket', address)),
    open(eventStreamLine('event stream', address)),
    open(eventStreamLine('second event stream', address)),
  ])
    subscribers.push(subscribe(line, `all events, ${line.name}`, allEvents, after))
  const typed = subscribeByClient('all events, typed client', address)
  lines.push(typed)
  subscribers.push(typed)

  let shared: { line: Line; count: number } | undefined
  const sharedLine = () => {
    if (shared === undefined || shared.count >= ON_ONE_SOCKET)
      shared = { line: open(webSocketLine('shared WebSocket', address)), count: 0 }
    shared.count += 1
    return shared.line
  }
  const resting = new AbortController()
  let cuts = 0
  const cutting = (async () => {
    while (!resting.signal.aborted) {
      await delay(random.between(150, 1_200), undefined, { signal: resting.signal }).catch(() => {})
      if (resting.signal.aborted) return
      lines[random.between(0, lines.length - 1)]?.cut()
      cuts += 1
    }
  })()
  return {
    subscribers,
    get cuts() {
      return cuts
    },
    watchAgreement(agreementId, from) {
      subscribers.push(subscribe(sharedLine(), `agreement ${agreementId}`, eventsOfAgreement(agreementId), from))
    },
    watchCharge({ id, version }, from) {
      subscribers.push(subscribe(sharedLine(), `charge ${id}`, changesOfCharge(id, version), from))
    },
    rest: () => resting.abort(),
    async stop() {
      resting.abort()
      await cutting
      await Promise.all(subscribers.map(subscriber => subscriber.stop()))
    },
  }
}
