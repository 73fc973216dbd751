import { type OperationDocument, textOf } from './document/document.ts'
import { resumable } from './document/resumable.ts'
import { reasonToResume, refusalOf, retryAfterMs } from './transport/loss.ts'
import { backoffMs, pause } from './transport/pause.ts'
import type { Socket } from './transport/socket.ts'

/** The value of a subscription's only field. */
export type EventOf<Result extends object> = Result[keyof Result]

/** What a watch is doing. */
export type WatchState =
  /** It opens a connection, or waits for the gateway's acknowledgement. */
  | { readonly state: 'connecting' }
  /** The gateway has the subscription. Events since the last cursor come first. */
  | { readonly state: 'live' }
  /** The connection was lost. After the pause it connects again, for as long as it takes. */
  | { readonly state: 'waiting'; readonly attempt: number; readonly reason: string; readonly pauseMs: number }
  /** Nothing more comes. Without an error: the loop was left, the signal aborted, or the gateway completed it. */
  | { readonly state: 'ended'; readonly error?: unknown }

export interface WatchOptions {
  /** Aborts it, also during a pause. */
  readonly signal?: AbortSignal | undefined
  /** Called with each change of what it is doing. */
  readonly onState?: ((state: WatchState) => void) | undefined
  /** Called before each reconnect, with the number of the try in a row and the reason. */
  readonly onReconnect?: ((lost: { readonly attempt: number; readonly reason: string }) => void) | undefined
}

const FIRST_WAIT_MS = 100
/** Far more cursors than can come again after a reconnect. */
const REMEMBERED_CURSORS = 1_000

/** See `Client.watch`. Yields the data of each result: an object with the event in its only field. */
export async function* watch<Result extends object, Variables extends object>(
  socket: Socket,
  document: OperationDocument<Result, Variables>,
  variables: NoInfer<Variables>,
  { signal, onState = () => {}, onReconnect = () => {} }: WatchOptions = {},
): AsyncGenerator<Result, void, void> {
  const { text: query, variable } = resumable(textOf(document))
  const given = variables as Readonly<Record<string, unknown>>
  const seen = new Set<string>()
  let after = given[variable]
  let outcome: { readonly error?: unknown } = {}
  try {
    for (let attempt = 0; !signal?.aborted && !socket.closing.aborted; attempt++) {
      onState({ state: 'connecting' })
      const live = { state: 'live' } as const
      const results = socket.results({ query, variables: { ...given, [variable]: after } }, () => onState(live))
      const end = () => void results.return()
      signal?.addEventListener('abort', end)
      try {
        for await (const { data, errors } of results) {
          if (errors || data == null) throw errors ?? []
          attempt = 0
          const cursor = cursorOf(Object.values(data)[0])
          if (cursor !== undefined) {
            after = cursor
            if (seen.has(cursor)) continue
            remember(seen, cursor)
          }
          yield data as Result
        }
        return // complete
      } catch (error) {
        const reason = reasonToResume(error)
        if (reason === undefined) throw error instanceof Error ? error : refusalOf(error)
        if (signal?.aborted || socket.closing.aborted) return
        void results.return() // now: the connection is shared, and can be live again before the pause is over
        const pauseMs = Math.round(Math.max(backoffMs(attempt, FIRST_WAIT_MS), retryAfterMs(error)))
        onReconnect({ attempt: attempt + 1, reason })
        onState({ state: 'waiting', attempt: attempt + 1, reason, pauseMs })
        await pause(pauseMs, signal, socket.closing)
      } finally {
        signal?.removeEventListener('abort', end)
        void results.return()
      }
    }
  } catch (error) {
    outcome = { error }
    throw error
  } finally {
    onState({ state: 'ended', ...outcome })
  }
}

function cursorOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('eventCursor' in event)) return undefined
  return typeof event.eventCursor === 'string' ? event.eventCursor : undefined
}

function remember(seen: Set<string>, cursor: string): void {
  seen.add(cursor)
  if (seen.size <= REMEMBERED_CURSORS) return
  for (const oldest of seen) {
    seen.delete(oldest)
    break
  }
}
