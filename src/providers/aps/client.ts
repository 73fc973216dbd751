import type { ProviderHealth } from '../port/provider.ts'
import { createGuardedClient, type Exchange, type GuardedClientOptions } from '../shared/guarded-client.ts'
import type { ApsConfig } from './config.ts'

export interface ApsClient {
  /** @param body Signed JSON with the credentials. */
  post(body: string, deadlineMs: number): Promise<Exchange>
  health(): ProviderHealth
  close(): Promise<void>
}

const headers = { accept: 'application/json', 'content-type': 'application/json' }

/** APS over HTTP, with one endpoint for everything. Sends once. APS neither publishes nor reports a rate limit. */
export function createApsClient({ apiUrl }: Pick<ApsConfig, 'apiUrl'>, options: GuardedClientOptions = {}): ApsClient {
  const { origin, pathname, search } = new URL(apiUrl)
  const client = createGuardedClient(origin, options)
  const path = `${pathname}${search}`
  return {
    post: (body, deadlineMs) => client.call({ method: 'POST', path, headers, body, deadlineMs }),
    health: () => client.health(),
    close: () => client.close(),
  }
}
