import type { ProviderHealth, ProviderRequest } from '../port/provider.ts'
import { createGuardedClient, type Exchange, type GuardedClientOptions } from '../shared/guarded-client.ts'
import type { BucketReading } from '../shared/rate-gate.ts'
import type { PproConfig } from './config.ts'

export interface PproClient {
  post(request: ProviderRequest, deadlineMs: number): Promise<Exchange>
  /** @param path below the base URL, with its query. */
  get(path: string, deadlineMs: number): Promise<Exchange>
  health(): ProviderHealth
  close(): Promise<void>
}

/** PPRO over HTTP, with credentials. Sends once. */
export function createPproClient(config: PproConfig, options: GuardedClientOptions = {}): PproClient {
  const client = createGuardedClient(config.baseUrl, options, readBucket)
  const credentials = {
    accept: 'application/json',
    authorization: `Bearer ${config.apiKey}`,
    'merchant-id': config.merchantId,
  }
  return {
    post: ({ path, body, providerKey, expected }, deadlineMs) => {
      const headers = {
        ...credentials,
        'content-type': 'application/json',
        // PPRO's guide supports it for all entities, although the API description of agreements does not list it.
        'request-idempotency-key': providerKey,
        'request-reference': expected.sentReference,
      }
      return client.call({ method: 'POST', path, headers, body, deadlineMs })
    },
    get: (path, deadlineMs) => client.call({ method: 'GET', path, headers: credentials, deadlineMs }),
    health: () => client.health(),
    close: () => client.close(),
  }
}

function readBucket(headers: Readonly<Record<string, string>>): BucketReading | undefined {
  const remaining = countOf(headers['x-ratelimit-remaining'])
  const perSecond = countOf(headers['x-ratelimit-replenish-rate'])
  const capacity = countOf(headers['x-ratelimit-burst-capacity']) ?? perSecond
  return remaining !== undefined && perSecond && capacity ? { remaining, perSecond, capacity } : undefined
}

function countOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
