import { type INetwork, Network, Observable, type RequestParameters, type Variables } from 'relay-runtime'
import { run } from '../bridge.ts'
import type { Client } from '../client.ts'
import type { WatchState } from '../watch.ts'

interface NetworkOptions {
  /** Called with what each subscription is doing, e.g. for a line "reconnecting…". */
  readonly onState?: (state: WatchState, request: RequestParameters) => void
}

/**
 * Relay's network: every operation goes through the client, so that its rules count. Subscriptions resume after the last
 * event, mutations have an idempotencyKey that is kept over retries, and client tokens are renewed.
 */
export function createNetwork(client: Client, { onState }: NetworkOptions = {}): INetwork {
  const send = (request: RequestParameters, variables: Variables) =>
    Observable.create<never>(sink => {
      const { operationKind: kind, text, name } = request
      if (!text) throw new TypeError(`${name} has no text: Perennial registers documents by text, not by Relay's ids.`)
      const told = onState && ((state: WatchState) => onState(state, request))
      return run(client, { kind, document: text, variables, onState: told }, sink as Parameters<typeof run>[2])
    })
  return Network.create(send, send)
}
