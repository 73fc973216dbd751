import type { Caller } from '../src/operations/command/caller.ts'
import type { Deps } from '../src/operations/command/deps.ts'
import { type TenantClient, tenantClient } from '../src/store/prisma/tenant-client.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/**
 * The context of every resolver. One per request; in a subscription one per event, so that no event uses a stale row.
 */
export interface GraphContext {
  readonly deps: Deps
  readonly caller: Caller
  /** Reads the rows of the caller's merchant and mode. */
  readonly prisma: TenantClient
  /** Batches and caches the reads by id, for the lifetime of this context. */
  readonly loaders: Loaders
  readonly requestId: string
  /** The cursor at which a lost stream resumes, from its transport. It overrides a field's `after`. */
  readonly resumeAfter?: string | undefined
}

export function createContext(deps: Deps, caller: Caller, requestId: string): GraphContext {
  const prisma = tenantClient(deps.database, caller.tenant)
  return { deps, caller, prisma, loaders: createLoaders(deps.database, caller.tenant, deps.clock), requestId }
}
