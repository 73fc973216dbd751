import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'
import { type Address, eventStreamLine, type Line, webSocketLine } from './lines.ts'
import { type Subscriber, subscribe, type Topic } from './subscriber.ts'
import { allEvents, changesOfCharge, changesOfSchedule, eventsOfAgreement, type Versioned } from './topics.ts'
import { subscribeByClient } from './typed-subscriber.ts'

/** All subscribers, over connections that are cut at random. */
export interface Audience {
  readonly subscribers: readonly Subscriber[]
  readonly cuts: number
  watchAgreement(agreementId: string, after: string): void
  /** Watches from a response's cursor on, with many of these subscriptions on one socket. */
  watchCharge(charge: Versioned, after: string): void
  watchSchedule(schedule: Versioned, after: string): void
  /** Stops cutting connections. */
  rest(): void
  stop(): Promise<void>
}

/** How many subscriptions share a socket: far fewer than the hundred that the gateway allows. */
const ON_ONE_SOCKET = 40

export function openAudience(address: Address & { readonly after: string }, random: Random): Audience {
  const { after } = address
  const lines: Pick<Line, 'cut'>[] = []
  const subscribers: Subscriber[] = []
  const open = (line: Line) => {
    lines.push(line)
    return line
  }
  for (const line of [
    open(webSocketLine('WebSocket', address, 0)),
    open(eventStreamLine('event stream', address, 0)),
    open(eventStreamLine('second event stream', address, 1)),
  ])
    subscribers.push(subscribe(line, `all events, ${line.name}`, allEvents, after))
  const typed = subscribeByClient('all events, typed client', address)
  lines.push(typed)
  subscribers.push(typed)

  let shared: { line: Line; count: number } | undefined
  const sharedLine = () => {
    if (shared === undefined || shared.count >= ON_ONE_SOCKET)
      shared = { line: open(webSocketLine('shared WebSocket', address, lines.length)), count: 0 }
    shared.count += 1
    return shared.line
  }
  const watch = (name: string, topic: Topic, from: string) =>
    void subscribers.push(subscribe(sharedLine(), name, topic, from))
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
    watchAgreement: (id, from) => watch(`agreement ${id}`, eventsOfAgreement(id), from),
    watchCharge: (charge, from) => watch(`charge ${charge.id}`, changesOfCharge(charge), from),
    watchSchedule: (schedule, from) => watch(`schedule ${schedule.id}`, changesOfSchedule(schedule), from),
    rest: () => resting.abort(),
    async stop() {
      resting.abort()
      await cutting
      await Promise.all(subscribers.map(subscriber => subscriber.stop()))
    },
  }
}
