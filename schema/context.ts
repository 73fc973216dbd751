import type { Caller } from '../src/operations/command/caller.ts'
import type { Deps } from '../src/operations/command/deps.ts'
import { type TenantClient, tenantClient } from '../src/store/prisma/tenant-client.ts'
import { createLoaders, type Loaders } from './rows/loaders.ts'

/**
 * The context of every resolver. One per request; in a subscription one per event, so that no event uses a stale row.
 */
export interface GraphContext {
  readonly deps: Deps
  readonly caller: Caller
  /** Reads the rows of the caller's merchant and mode; for a client token, those that it reaches. */
  readonly prisma: TenantClient
  /** Batches and caches the reads by id, for the lifetime of this context. */
  readonly loaders: Loaders
  readonly requestId: string
  /** The cursor at which a lost stream resumes, from its transport. It overrides a field's `after`. */
  readonly resumeAfter?: string | undefined
}

export function createContext(deps: Deps, caller: Caller, requestId: string): GraphContext {
  const { database, clock } = deps
  const { tenant, grant } = caller
  const prisma = tenantClient(database, tenant, grant?.reach)
  const loaders = createLoaders({ sql: database, tenant, clock, reach: grant?.reach, prisma })
  return { deps, caller, prisma, loaders, requestId }
}
