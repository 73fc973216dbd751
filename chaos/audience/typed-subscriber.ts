import { setTimeout as delay } from 'node:timers/promises'
import { createClient, EventLoggedDocument, PerennialError } from '../../src/client/index.ts'
import { inTurn } from '../in-turn.ts'
import type { Address } from './lines.ts'
import type { Seen, Subscriber } from './subscriber.ts'

const PAUSE_MS = 120

/** The whole log through the project's own client, which resumes automatically. `cut` drops its connections. */
export function subscribeByClient(
  name: string,
  { urls, key, after: start }: Address & { readonly after: string },
): Subscriber & { cut(): void } {
  const nextUrl = inTurn(urls)
  const sockets = new Set<WebSocket>()
  class CuttableWebSocket extends WebSocket {
    constructor(_address: string | URL, protocols?: string | string[]) {
      super(nextUrl().replace(/^http/, 'ws'), protocols)
      sockets.add(this)
      this.addEventListener('close', () => sockets.delete(this))
    }
  }
  const client = createClient({ url: nextUrl(), authorization: key, webSocket: CuttableWebSocket })
  const stopping = new AbortController()
  const seen: Seen[] = []
  const state = { refusal: undefined as string | undefined, resumptions: 0 }
  let after = start
  const follow = async () => {
    const onReconnect = () => {
      state.resumptions += 1
    }
    const options = { signal: stopping.signal, onReconnect }
    for await (const event of client.watch(EventLoggedDocument, { after }, options)) {
      after = String(event.eventCursor)
      seen.push({ id: event.id, subjectId: event.subjectId ?? '', version: event.version ?? 0 })
    }
  }
  const done = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await follow()
      } catch (error) {
        // An error after which `watch` does not resume: the gateway responded, but could not read its database.
        const passes = error instanceof PerennialError && error.code === 'INTERNAL_SERVER_ERROR'
        if (!passes) {
          state.refusal = String(error)
          return
        }
        state.resumptions += 1
      }
      await delay(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    ...{ name, seen, interest: { changesOnly: false } },
    get refusal() {
      return state.refusal
    },
    get resumptions() {
      return state.resumptions
    },
    cut() {
      for (const socket of sockets) socket.close()
    },
    async stop() {
      stopping.abort()
      await client.close()
      await done
    },
  }
}
