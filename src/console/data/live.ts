import { useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { ConsoleEventsDocument, type LogEventFilter } from '../generated/graphql.ts'
import { api } from './api.ts'
import { followClock } from './clock.ts'

/** Changes of one object come in bursts; one reload shows them all. */
const GATHER_MS = 150
/** Of a merchant with hundreds of changes a second, a page about all objects is read every few seconds. */
const GATHER_ALL_MS = 4_000

/**
 * Reads the page's data again after each change that matches, e.g. of one charge; an empty filter matches all.
 *
 * @param from The eventCursor of the object that is shown: nothing that changed since it was read is missed.
 */
export function useLive(filter: LogEventFilter, from?: string): void {
  const router = useRouter()
  const { subjectId, agreementId, consumerId } = filter
  const start = useEffectEvent(() => from)
  useEffect(() => {
    const leaving = new AbortController()
    const gatherMs = (subjectId ?? agreementId ?? consumerId) ? GATHER_MS : GATHER_ALL_MS
    let timer: ReturnType<typeof setTimeout> | undefined
    const reload = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void router.invalidate()
      }, gatherMs)
    }
    const one = Object.fromEntries(
      Object.entries({ subjectId, agreementId, consumerId }).filter(([, value]) => value != null),
    )
    const follow = async () => {
      const options = { signal: leaving.signal, onReconnect: reload }
      const events = api.watch(ConsoleEventsDocument, { filter: one, after: start() }, options)
      for await (const { occurredAt } of events) {
        followClock(occurredAt)
        reload()
      }
    }
    // The page stays as it was read: its own requests show an ended session.
    follow().catch(() => {})
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [router, subjectId, agreementId, consumerId])
}
