import type { Reference } from '@apollo/client'
import {
  InMemoryCache,
  type InMemoryCacheConfig,
  type StoreObject,
  type TypePolicies,
  type TypePolicy,
} from '@apollo/client'
import type { Cache } from '@apollo/client/cache'
import { connections, possibleTypes } from '../generated/facts.ts'
import { newest } from './newest.ts'
import { pages } from './pages.ts'

/** An amount is one value: digits of one response never get the currency or decimals of another. */
const money: TypePolicy = {
  keyFields: false,
  merge(existing: StoreObject | undefined, incoming: StoreObject) {
    const same = incoming['value'] === existing?.['value'] && incoming['currency'] === existing?.['currency']
    return same && incoming['value'] !== undefined ? { ...existing, ...incoming } : incoming
  },
}

const lists = Object.entries(connections).map(([type, fields]): [string, TypePolicy] => [
  type,
  { fields: Object.fromEntries(fields.map(field => [field, pages])) },
])

/** For a cache of your own; `PerennialCache` has them, and keeps the newest version of each object besides. */
export const typePolicies: TypePolicies = { ...Object.fromEntries(lists), Money: money }

export { possibleTypes }

/**
 * Apollo's cache for this API. Responses and events can arrive in another order than they were made. Of a consumer,
 * agreement, charge or schedule it keeps the one with the higher `version`: select `id` and `version` of each.
 */
export class PerennialCache extends InMemoryCache {
  constructor(config: InMemoryCacheConfig = {}) {
    super({
      ...config,
      possibleTypes: { ...possibleTypes, ...config.possibleTypes },
      typePolicies: { ...typePolicies, ...config.typePolicies },
    })
  }

  override write<Data = unknown, Variables extends Record<string, unknown> = Record<string, unknown>>(
    options: Cache.WriteOptions<Data, Variables>,
  ): Reference | undefined {
    return super.write({ ...options, result: newest(this, options) as typeof options.result })
  }
}
