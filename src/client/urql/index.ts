import { type Exchange, type Operation, subscriptionExchange } from '@urql/core'
import { run } from '../bridge.ts'
import type { Client } from '../client.ts'
import { connections, possibleTypes, typesWithoutId } from '../generated/facts.ts'
import type { WatchState } from '../watch.ts'

interface ExchangeOptions {
  /** Called with what each subscription is doing, e.g. for a line "reconnecting…". */
  readonly onState?: (state: WatchState, operation: Operation) => void
}

/**
 * Sends every operation through the client, so that its rules count: subscriptions resume after the last event,
 * mutations have an idempotencyKey that is kept over retries, and client tokens are renewed. It is the last exchange.
 */
export function perennialExchange(client: Client, { onState }: ExchangeOptions = {}): Exchange {
  return subscriptionExchange({
    enableAllOperations: true,
    forwardSubscription: ({ query, variables = {} }, operation) => ({
      subscribe(observer) {
        const kind = operation.kind === 'teardown' ? 'query' : operation.kind
        const told = onState && ((state: WatchState) => onState(state, operation))
        const request = { kind, document: query ?? '', variables, onState: told }
        return { unsubscribe: run(client, request, observer as Parameters<typeof run>[2]) }
      },
    }),
  })
}

/** For the option of the same name of cacheExchange, so that fragments on interfaces match. */
export { possibleTypes }

/** For `cacheExchange({ keys: cacheKeys })` of @urql/exchange-graphcache: parts of objects have no id of their own. */
export const cacheKeys: Readonly<Record<string, () => null>> = Object.fromEntries(
  typesWithoutId.map(type => [type, () => null]),
)

/**
 * For `cacheExchange({ resolvers: cacheResolvers(relayPagination) })`, with relayPagination of
 * @urql/exchange-graphcache/extras: the pages of each list become one list.
 */
export function cacheResolvers<Resolver>(relayPagination: () => Resolver): Record<string, Record<string, Resolver>> {
  return Object.fromEntries(
    Object.entries(connections).map(([type, fields]) => [
      type,
      Object.fromEntries(fields.map(field => [field, relayPagination()])),
    ]),
  )
}
