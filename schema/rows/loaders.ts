import DataLoader from 'dataloader'
import type { Clock } from '../../src/base/time/clock.ts'
import type { GrantReach } from '../../src/domain/access/client-grant.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import type { TenantClient } from '../../src/store/prisma/tenant-client.ts'
import { type Children, parentsWithChild, type Side } from '../../src/store/reads/any-child.ts'
import type { Sql } from '../../src/store/sql/database.ts'
import { batchedReads } from './batched-reads.ts'
import { clientParentsWithChild, clientReads } from './client-loaders.ts'

export type Loaders = ReturnType<typeof createLoaders>

interface LoadersOptions {
  readonly sql: Sql
  readonly tenant: Tenant
  readonly clock: Clock
  /** The grant of a client token. */
  readonly reach: GrantReach | undefined
  /** For a client token: reads only the rows that its grant allows. */
  readonly prisma: TenantClient
}

/**
 * The batched reads of one context that Prisma cannot select with a row: counts, retry budgets, timelines. A query for
 * a hundred parents needs one statement. Results are cached, so a context must not outlive its request or event.
 */
export function createLoaders(options: LoadersOptions) {
  const { sql, tenant, reach, prisma } = options
  const all = batchedReads(options)
  const loaders = reach === undefined ? all : clientReads(all, { sql, tenant, reach, prisma })
  return {
    ...loaders,
    anyChild: anyChildReader(
      reach === undefined
        ? (children, side, ids) => parentsWithChild(sql, tenant, children, side, ids)
        : (children, side, ids) => clientParentsWithChild(prisma, children, side, ids),
    ),
    /** Call this after a write: everything is read again. */
    forget(): void {
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}

/** The models of paged lists. */
export type ListModel =
  | Children['model']
  | 'apiKey'
  | 'auditEntry'
  | 'consumer'
  | 'providerAccount'
  | 'providerEvent'
  | 'webhookDelivery'
  | 'webhookEndpoint'

/**
 * True if a parent has another row on that side of its list. One statement for all parents with the same list and side.
 */
function anyChildReader(
  parentsWith: (
    children: Children,
    side: Side,
    ids: readonly string[],
  ) => Promise<readonly { readonly parentId: string }[]>,
) {
  const loaders = new Map<string, DataLoader<string, boolean>>()
  return (children: Children, parentId: string, side: Side): Promise<boolean> => {
    const key = JSON.stringify([children.model, children.parent, side])
    const read = async (ids: readonly string[]) => {
      const found = new Set((await parentsWith(children, side, ids)).map(row => row.parentId))
      return ids.map(id => found.has(id))
    }
    const loader = loaders.get(key) ?? new DataLoader<string, boolean>(read, { cache: false })
    loaders.set(key, loader)
    return loader.load(parentId)
  }
}
