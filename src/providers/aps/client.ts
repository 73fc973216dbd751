import type { ProviderHealth } from '../port/provider.ts'
import { createGuardedClient, type Exchange, type GuardedClientOptions } from '../shared/guarded-client.ts'
import type { ApsConfig } from './config.ts'

export interface ApsClient {
  /** @param body signed JSON; it carries the credentials, no header does. */
  post(body: string, deadlineMs: number): Promise<Exchange>
  health(): ProviderHealth
  close(): Promise<void>
}

const headers = { accept: 'application/json', 'content-type': 'application/json' }

/**
 * APS over HTTP: one endpoint for everything. It sends once. No limit of its rate is published, and none is told in its
 * answers.
 */
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
