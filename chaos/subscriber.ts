import { setTimeout as delay } from 'node:timers/promises'
import type { Line, Result } from './lines.ts'

/** What arrived, in the order of arrival, with what came again. */
export interface Seen {
  /** The event's id; for `chargeChanged`, which has none, the charge's with its version. */
  readonly id: string
  readonly subjectId: string
  readonly version: number
}

/** Which part of the log a subscriber has to see. */
export interface Interest {
  readonly agreementId?: string
  readonly charge?: { readonly id: string; readonly afterVersion: number }
  /** Changes alone, without notes. */
  readonly changesOnly: boolean
}

export interface Subscriber {
  readonly name: string
  readonly interest: Interest
  readonly seen: readonly Seen[]
  /** Set where the gateway refused to go on. */
  readonly refusal: string | undefined
  /** Times that it came back with its last cursor. */
  readonly resumptions: number
  stop(): Promise<void>
}

/** A subscription's text, and how to read what it brings. */
export interface Topic {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly interest: Interest
  read(data: Readonly<Record<string, unknown>>): Seen & { readonly eventCursor: string }
}

const PAUSE_MS = 120

/** Subscribes from a cursor on, and comes back with the last one it got whenever the connection is lost. */
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

/** An internal error (the database is down) passes; anything else would come again. */
function refusalIn({ errors }: Result): string | undefined {
  const [error] = errors ?? []
  if (error === undefined || error.extensions?.code === 'INTERNAL_SERVER_ERROR') return undefined
  return `${String(error.extensions?.code)}: ${error.message}`
}
