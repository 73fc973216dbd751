import type { FanOutResults } from '../subscribers/fan-out.ts'
import type { SubscriberResults } from '../subscribers/subscribers.ts'
import type { TailResults } from '../subscribers/tails.ts'
import { median } from '../support/rounds.ts'
import { type Row, ratioRow, spread, verdict } from './table.ts'

export function fanOutRows({ rows }: FanOutResults): Row[] {
  return rows.flatMap(({ sockets, bytes, latency, rate }): Row[] => {
    const who = `${sockets.toLocaleString('en')} sockets, ${bytes} bytes`
    const p99 = `${latency.ours.toFixed(1)} and ${latency.theirs.toFixed(1)} ms`
    return [
      [`p99 of one event: ${who}`, spread(latency.ratio), '≤ 2.0', verdict(latency.ratio.median <= 2), p99],
      ratioRow(`messages a second: ${who}`, rate, 0.5),
    ]
  })
}

export function subscriberRows({ sockets, ours, theirs, ratios }: SubscriberResults): Row[] {
  const ratio = { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) }
  const bytes = (what: keyof typeof ours) => `${ours[what].toFixed(0)} and ${theirs[what].toFixed(0)} bytes each`
  return [
    [
      `resident memory of ${sockets.toLocaleString('en')} subscribers`,
      spread(ratio),
      '≤ 2.0',
      verdict(ratio.median <= 2),
      `${bytes('resident')}; of V8's heap ${bytes('heap')}`,
    ],
  ]
}

export function tailRows({ events, rows }: TailResults): Row[] {
  return rows.map(({ tails, idle, unread, read }): Row => {
    const more = `with ${events} events a second: ${unread.toFixed(1)} without subscriptions, ${read.toFixed(1)} with`
    return [`statements a second of ${tails} idle`, idle.toFixed(1), '', '', more]
  })
}
