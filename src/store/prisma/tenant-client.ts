import { PrismaPg } from '@prisma/adapter-pg'
import type { GrantReach } from '../../domain/access/client-grant.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Database } from '../sql/database.ts'
import { PrismaClient } from './generated/client.ts'
import { getDatamodel } from './generated/pothos.ts'
import { grantConditions } from './grant-conditions.ts'
import { narrowed, type OptionalRow, optionalRows } from './grant-reads.ts'
import { statementNames } from './statement-names.ts'

/** Prisma's client for one merchant and mode. It reads only their rows, and writes nothing. */
export type TenantClient = ReturnType<typeof scopedTo>

// The number of clients that are kept, for databases with many merchants. Beyond it all are created again, which takes
// 0.1 ms each.
const MOST_CLIENTS = 1_000

interface Clients {
  readonly unscoped: PrismaClient
  readonly byTenant: Map<string, TenantClient>
  readonly byReach: WeakMap<GrantReach, TenantClient>
}
const clientsOf = new WeakMap<Database, Clients>()

/**
 * The tenant's client. It uses the database's pool, so the limits and timeouts are the same.
 * @param reach The grant of a client token: the client then reads only the rows that it allows.
 */
export function tenantClient(database: Database, tenant: Tenant, reach?: GrantReach): TenantClient {
  const { unscoped, byTenant, byReach } = clientsOf.get(database) ?? connect(database)
  if (reach !== undefined) {
    const client = byReach.get(reach) ?? scopedTo(unscoped, tenant, reach)
    byReach.set(reach, client)
    return client
  }
  const key = `${tenant.mode} ${tenant.merchantId}`
  const known = byTenant.get(key)
  if (known !== undefined) return known
  if (byTenant.size >= MOST_CLIENTS) byTenant.clear()
  const client = scopedTo(unscoped, tenant)
  byTenant.set(key, client)
  return client
}

function connect(database: Database): Clients {
  // The label is `read` and the name of the first table in the statement.
  const nameOf = statementNames('prisma', sql => `read ${/FROM "public"\."(\w+)"/.exec(sql)?.[1] ?? ''}`)
  const adapter = new PrismaPg(database.pool, {
    statementNameGenerator: ({ sql }) => {
      const { label, name } = nameOf(sql)
      database.announce(label)
      // If the statement has no name, pg plans it each time and keeps nothing, whatever the adapter's type says.
      return name as string
    },
  })
  const clients = { unscoped: new PrismaClient({ adapter }), byTenant: new Map(), byReach: new WeakMap() }
  clientsOf.set(database, clients)
  return clients
}

/** The operations that only read. Repositories write in SQL. */
const reads: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
])

/** The models whose rows belong to a merchant and a mode. */
const scopedModels: ReadonlySet<string> = new Set(
  Object.entries(getDatamodel().datamodel.models)
    .filter(([, { fields }]) => ['merchantId', 'mode'].every(name => fields.some(field => field.name === name)))
    .map(([model]) => model),
)

interface IdReader {
  findMany(query: object): Promise<readonly { readonly id: string }[]>
}

interface Operation {
  readonly model?: string
  readonly operation: string
  readonly args: { readonly where?: Readonly<Record<string, unknown>> }
  readonly query: (args: object) => Promise<unknown>
}

/**
 * The only place that adds merchant and mode to a read. Rows that are reached through relations belong to the same
 * tenant, because the foreign keys contain both. A grant is narrower than a tenant, so its conditions are added at
 * every level.
 */
function scopedTo(client: PrismaClient, { merchantId, mode }: Tenant, reach?: GrantReach) {
  const conditions = reach && grantConditions(reach)
  const allOperations = ({ model, operation, args, query }: Operation): Promise<unknown> => {
    if (model === undefined || !scopedModels.has(model))
      throw new Error(`${model ?? operation} belongs to no merchant: read it by SQL in src/store`)
    if (!reads.has(operation)) throw new Error(`${model}.${operation} writes: write by SQL in src/store`)
    const scoped = { ...args, where: { ...args.where, merchantId, mode } }
    if (conditions === undefined) return query(scoped)
    const narrow = narrowed(model, scoped, conditions)
    return query(narrow).then(result => withoutUnreached(optionalRows(model, narrow, result), result))
  }
  const withoutUnreached = async <Result>(optional: readonly OptionalRow[], result: Result): Promise<Result> => {
    for (const [model, rows] of Map.groupBy(optional, row => row.model)) {
      const ids = [...new Set(rows.map(({ id }) => id))]
      const found = await reader(model).findMany({ where: { id: { in: ids } }, select: { id: true } })
      const reached = new Set(found.map(({ id }) => id))
      for (const row of rows) if (!reached.has(row.id)) row.remove()
    }
    return result
  }
  const reader = (model: string) =>
    (extended as unknown as Readonly<Record<string, IdReader>>)[
      `${model.charAt(0).toLowerCase()}${model.slice(1)}`
    ] as IdReader
  const extended = client.$extends({ query: { $allOperations: allOperations as never } })
  return extended
}
