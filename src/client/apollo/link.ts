import { ApolloLink, Observable } from '@apollo/client'
import { run } from '../bridge.ts'
import type { Client } from '../client.ts'
import type { WatchState } from '../watch.ts'

interface LinkOptions {
  /** Called with what each subscription is doing, e.g. for a line "reconnecting…". */
  readonly onState?: (state: WatchState, operation: ApolloLink.Operation) => void
}

/**
 * Sends every operation through the client, so that its rules count: subscriptions resume after the last event,
 * mutations have an idempotencyKey that is kept over retries, and client tokens are renewed. It is the last link.
 */
export class PerennialLink extends ApolloLink {
  constructor(client: Client, { onState }: LinkOptions = {}) {
    super(
      operation =>
        new Observable(observer => {
          const { operationType: kind, query: document, variables } = operation
          const told = onState && ((state: WatchState) => onState(state, operation))
          return run(client, { kind, document, variables, onState: told }, observer as Parameters<typeof run>[2])
        }),
    )
  }
}
