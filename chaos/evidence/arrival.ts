import { setTimeout as delay } from 'node:timers/promises'
import { expectedOf } from '../compare/log.ts'
import type { Evidence } from './evidence.ts'

/** The last events reach subscribers within this time. */
const LAST_EVENTS_MS = 30_000
const POLL_MS = 200

/**
 * Waits until every subscriber has received all its events, at most half a minute. Events that are still missing then
 * are lost.
 */
export async function allArrived(evidence: Evidence, signal: AbortSignal): Promise<void> {
  const end = Date.now() + LAST_EVENTS_MS
  const waitingFor = evidence.subscribers.map(subscriber => ({
    subscriber,
    expected: new Set(expectedOf(subscriber, evidence)),
  }))
  const isComplete = ({ subscriber, expected }: (typeof waitingFor)[number]) =>
    new Set(subscriber.seen.map(({ id }) => id)).size >= expected.size
  while (Date.now() < end && !waitingFor.every(isComplete)) await delay(POLL_MS, undefined, { signal })
}
