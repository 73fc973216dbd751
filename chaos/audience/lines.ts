import { createClient } from 'graphql-ws'
import { inTurn } from '../in-turn.ts'

/** One result of a subscription, unchanged. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined
  readonly errors?:
    | readonly { readonly message: string; readonly extensions?: { readonly code?: unknown } }[]
    | undefined
}

/** A connection with subscriptions. It does not resume automatically: its users resume. */
export interface Line {
  readonly name: string
  /** Results until the subscription completes. @throws if the connection is lost or cannot be opened. */
  results(query: string, variables: Readonly<Record<string, unknown>>): AsyncIterable<Result>
  /** Drops the connection, without a close message. */
  cut(): void
}

export interface Address {
  /** One for each gateway: each connection goes to the next one. */
  readonly urls: readonly string[]
  readonly key: string
}

/** Several subscriptions on one WebSocket, by graphql-transport-ws. */
export function webSocketLine(name: string, { urls, key }: Address, first: number): Line {
  const nextUrl = inTurn(urls, first)
  const client = createClient({
    url: () => nextUrl().replace(/^http/, 'ws'),
    connectionParams: { authorization: key },
    retryAttempts: 0,
  })
  return {
    name,
    async *results(query, variables) {
      for await (const { data, errors } of client.iterate({ query, variables: { ...variables } }))
        yield { data, errors }
    },
    cut: () => client.terminate(),
  }
}

/** One subscription by server-sent events. */
export function eventStreamLine(name: string, { urls, key }: Address, first: number): Line {
  const nextUrl = inTurn(urls, first)
  let connection = new AbortController()
  return {
    name,
    async *results(query, variables) {
      connection = new AbortController()
      const response = await fetch(nextUrl(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
        signal: connection.signal,
      })
      if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`)
      for await (const [event, data] of messages(response.body)) {
        if (event === 'complete') return
        if (event === 'next') yield JSON.parse(data) as Result
      }
      throw new Error('the stream has ended')
    },
    cut: () => connection.abort(),
  }
}

async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<[event: string, data: string]> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const field = (name: string) =>
        lines.flatMap(line => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trim()] : [])).join('\n')
      yield [field('event'), field('data')]
    }
  }
}
