import { useEffect, useState } from 'react'
import { PerennialError, type WatchState } from '../../../client/index.ts'
import { api } from '../../data/api.ts'
import { followClock } from '../../data/clock.ts'
import { ConsoleEventsDocument, type EventRowFragment } from '../../generated/graphql.ts'

/** What is kept and shown; older changes are on the page "Events". */
const KEPT = 100
/** As many rows as one frame has time to draw, and some frames between two draws. */
const [ROWS, DRAW_EVERY_MS] = [16, 50]
/** How often the number of waiting changes is shown. */
const COUNT_EVERY_MS = 250

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
  const [buffer] = useState(() => ({ events: [] as EventRowFragment[], count: 0, onEvent: () => {} }))
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
        buffer.onEvent()
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
    if (!isPaused) return
    const timer = setInterval(() => setWaiting(buffer.count), COUNT_EVERY_MS)
    return () => clearInterval(timer)
  }, [buffer, isPaused])
  useEffect(() => {
    if (isPaused) return
    setWaiting(0)
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      const events = buffer.events.splice(-ROWS)
      buffer.count = buffer.events.length
      timer = buffer.count > 0 ? setTimeout(show, DRAW_EVERY_MS) : undefined
      if (events.length > 0) setShown(shown => [...events, ...shown].slice(0, KEPT))
    }
    buffer.onEvent = () => {
      timer ??= setTimeout(show, DRAW_EVERY_MS)
    }
    buffer.onEvent()
    return () => {
      buffer.onEvent = () => {}
      clearTimeout(timer)
    }
  }, [buffer, isPaused])
  return { shown, waiting, state }
}
