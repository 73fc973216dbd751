import type { Client } from './client.ts'
import type { OperationDocument } from './document/document.ts'
import type { GraphQLResponse } from './request.ts'
import type { WatchState } from './watch.ts'

interface Operation {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly document: OperationDocument<unknown, never>
  readonly variables: object
  /** What a subscription is doing. */
  readonly onState: ((state: WatchState) => void) | undefined
}

interface Observer {
  next(response: GraphQLResponse): void
  error(error: unknown): void
  complete(): void
}

/** Runs an operation for the observable of another library. Returns the function that stops it. */
export function run(client: Client, { kind, document, variables, onState }: Operation, observer: Observer): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async () => {
    if (kind === 'subscription')
      for await (const data of client.watchData(document, variables, { signal, onState })) observer.next({ data })
    else observer.next(await client.execute(document, variables, { signal }))
  }
  work().then(
    () => signal.aborted || observer.complete(),
    (error: unknown) => signal.aborted || observer.error(error),
  )
  return () => stopping.abort()
}
