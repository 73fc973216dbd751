import { startTransition, useEffect, useState } from 'react'
import { PerennialError, type WatchState } from '../../../client/index.ts'
import { api } from '../../data/api.ts'
import { followClock } from '../../data/clock.ts'
import { ConsoleEventsDocument, type EventRowFragment } from '../../generated/graphql.ts'

/** What is kept and shown; older changes are on the page "Events". */
const KEPT = 100
/** Small batches: at hundreds of changes a second, the rows of each are drawn within a frame. */
const SHOW_EVERY_MS = 100

export interface Feed {
  readonly shown: readonly EventRowFragment[]
  /** Changes that came while it was paused. */
  readonly waiting: number
  readonly state: 'connecting' | 'live' | 'lost' | { readonly refused: string }
}

/** The changes from now on, newest first. While paused, they are counted and shown later. */
export function useFeed(isPaused: boolean): Feed {
  const [shown, setShown] = useState<Feed['shown']>([])
  const [waiting, setWaiting] = useState(0)
  const [state, setState] = useState<Feed['state']>('connecting')
  const [buffer] = useState(() => ({ events: [] as EventRowFragment[], count: 0 }))
  useEffect(() => {
    const leaving = new AbortController()
    const options = {
      signal: leaving.signal,
      onState: ({ state }: WatchState) => {
        if (state === 'live') setState('live')
        if (state === 'waiting') setState('lost')
      },
    }
    const follow = async () => {
      for await (const event of api.watch(ConsoleEventsDocument, { filter: {} }, options)) {
        followClock(event.occurredAt)
        buffer.events.unshift(event)
        buffer.events.length = Math.min(buffer.events.length, KEPT)
        buffer.count += 1
      }
    }
    follow().catch(error => {
      setState({
        refused:
          error instanceof PerennialError
            ? error.message
            : 'The gateway refused the live connection. Reload the page, or sign in again.',
      })
    })
    return () => leaving.abort()
  }, [buffer])
  useEffect(() => {
    const show = () => {
      const { events, count } = buffer
      if (isPaused) return setWaiting(count)
      setWaiting(0)
      if (count === 0) return
      buffer.events = []
      buffer.count = 0
      // Its rendering leaves time for frames.
      startTransition(() => setShown(shown => [...events, ...shown].slice(0, KEPT)))
    }
    const timer = setInterval(show, SHOW_EVERY_MS)
    return () => clearInterval(timer)
  }, [buffer, isPaused])
  return { shown, waiting, state }
}
