import { createClient as createLibraryClient } from 'graphql-ws'
import { type Client, createClient, EventLoggedDocument, EventsDocument } from '../../../src/client/index.ts'

/** Sees the whole log over WebSocket, and resumes by cursor after each loss. */
export interface LogWatcher {
  readonly seen: readonly string[]
  /** The codes with which its sockets were closed. */
  readonly closedWith: readonly number[]
  stop(): Promise<void>
}

interface WatcherOptions {
  readonly url: string
  readonly authorization: string
  readonly after: string
}

/** With the typed client. */
export function watchByClient({ url, authorization, after }: WatcherOptions): LogWatcher {
  const closedWith: number[] = []
  class ListenedWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      this.addEventListener('close', ({ code }) => closedWith.push(code))
    }
  }
  const client = createClient({ url, authorization, webSocket: ListenedWebSocket })
  const seen: string[] = []
  const done = (async () => {
    for await (const { id } of client.watch(EventLoggedDocument, { after })) seen.push(id)
  })()
  return {
    ...{ seen, closedWith },
    stop: async () => {
      await client.close()
      await done
    },
  }
}

const QUERY = 'subscription ($after: EventCursor) { events(after: $after) { id eventCursor } }'

/** With the library graphql-ws, with its own rule of when to retry. Only the pause is shorter. */
export function watchByLibrary({ url, authorization, after }: WatcherOptions): LogWatcher {
  const closedWith: number[] = []
  const client = createLibraryClient({
    url: url.replace('http', 'ws'),
    connectionParams: { authorization },
    retryAttempts: 100,
    retryWait: () => new Promise(resolve => setTimeout(resolve, 100)),
    on: { closed: event => closedWith.push((event as CloseEvent).code) },
  })
  const seen: string[] = []
  // The library sends this object again after a loss: with the last cursor, it resumes.
  const variables = { after }
  let failure: unknown
  const unsubscribe = client.subscribe<{ events: { id: string; eventCursor: string } }>(
    { query: QUERY, variables },
    {
      next({ data }) {
        if (!data) return
        seen.push(data.events.id)
        variables.after = data.events.eventCursor
      },
      error: error => {
        failure = error
      },
      complete() {},
    },
  )
  return {
    ...{ seen, closedWith },
    async stop() {
      unsubscribe()
      await client.dispose()
      if (failure) throw failure
    },
  }
}

/** The ids of all events after a cursor, in order. */
export async function wholeLog(client: Client, after: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = after; ; ) {
    const { events } = await client.request(EventsDocument, { first: 100, after: cursor })
    ids.push(...events.nodes.map(({ id }) => id))
    if (!events.pageInfo.hasNextPage) return ids
    cursor = events.eventCursor
  }
}
