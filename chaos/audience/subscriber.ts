import { setTimeout as delay } from 'node:timers/promises'
import type { Line, Result } from './lines.ts'

/** The events in the order of arrival, including repeated ones. */
export interface Seen {
  /** The event's id. For `…Changed`, which has none, the object's id with its version. */
  readonly id: string
  readonly subjectId: string
  readonly version: number
}

/** The part of the log that a subscriber must receive. */
export interface Interest {
  readonly agreementId?: string
  /** One charge or schedule, from a version on. */
  readonly object?: { readonly id: string; readonly afterVersion: number }
  /** Only changes, without notes. */
  readonly changesOnly: boolean
}

export interface Subscriber {
  readonly name: string
  readonly interest: Interest
  readonly seen: readonly Seen[]
  /** Set if the gateway refused to continue. */
  readonly refusal: string | undefined
  /** The number of times that it resumed with its last cursor. */
  readonly resumptions: number
  stop(): Promise<void>
}

/** A subscription's text, and a reader for its results. */
export interface Topic {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly interest: Interest
  read(data: Readonly<Record<string, unknown>>): Seen & { readonly eventCursor: string }
}

const PAUSE_MS = 120

/** Subscribes after a cursor, and resumes with its last one after each lost connection. */
export function subscribe(line: Line, name: string, topic: Topic, start: string): Subscriber {
  const seen: Seen[] = []
  const stopping = new AbortController()
  const state = { refusal: undefined as string | undefined, resumptions: 0 }
  let after = start
  const follow = async () => {
    for await (const result of line.results(topic.query, { ...topic.variables, after })) {
      state.refusal = refusalIn(result)
      if (state.refusal !== undefined || stopping.signal.aborted) return
      if (result.data == null) throw new Error('the gateway could not answer just now')
      const { eventCursor, ...event } = topic.read(result.data)
      seen.push(event)
      after = eventCursor
    }
  }
  const done = (async () => {
    while (!stopping.signal.aborted && state.refusal === undefined) {
      await follow().catch(() => {})
      if (stopping.signal.aborted || state.refusal !== undefined) return
      state.resumptions += 1
      await delay(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    ...{ name, seen, interest: topic.interest },
    get refusal() {
      return state.refusal
    },
    get resumptions() {
      return state.resumptions
    },
    async stop() {
      stopping.abort()
      line.cut()
      await done
    },
  }
}

/** An internal error (the database is down) is temporary; any other one would repeat. */
function refusalIn({ errors }: Result): string | undefined {
  const [error] = errors ?? []
  if (error === undefined || error.extensions?.code === 'INTERNAL_SERVER_ERROR') return undefined
  return `${String(error.extensions?.code)}: ${error.message}`
}
