import { useEffect, useState } from 'react'
import { PerennialError, type WatchState } from '../../../client/index.ts'
import { api } from '../../data/api.ts'
import { followClock } from '../../data/clock.ts'
import { ConsoleEventsDocument, type EventRowFragment } from '../../generated/graphql.ts'

/** What is kept and shown; older changes are on the page "Events". */
const KEPT = 100
/** Several times a second is enough to read, and leaves frames for the page at any rate of changes. */
const SHOW_EVERY_MS = 250

export interface Feed {
  readonly shown: readonly EventRowFragment[]
  /** Changes that came while it was paused. */
  readonly waiting: number
  readonly state: 'connecting' | 'live' | 'lost' | { readonly refused: string }
}

const EMPTY: Feed = { shown: [], waiting: 0, state: 'connecting' }

/** The changes from now on, newest first. While paused, they are counted and shown later. */
export function useFeed(isPaused: boolean): Feed {
  const [feed, setFeed] = useState(EMPTY)
  const [buffer] = useState(() => ({ events: [] as EventRowFragment[], count: 0 }))
  useEffect(() => {
    const leaving = new AbortController()
    const setState = (state: Feed['state']) => setFeed(feed => ({ ...feed, state }))
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
      setState({ refused: error instanceof PerennialError ? error.message : 'The connection was refused.' })
    })
    return () => leaving.abort()
  }, [buffer])
  useEffect(() => {
    const show = () => {
      const { events, count } = buffer
      if (count === 0) return
      if (isPaused) return setFeed(feed => (feed.waiting === count ? feed : { ...feed, waiting: count }))
      buffer.events = []
      buffer.count = 0
      setFeed(feed => ({ ...feed, shown: [...events, ...feed.shown].slice(0, KEPT), waiting: 0 }))
    }
    const timer = setInterval(show, SHOW_EVERY_MS)
    return () => clearInterval(timer)
  }, [buffer, isPaused])
  return feed
}
