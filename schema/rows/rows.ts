import type { ModelName } from '../../src/store/reads/selection/models.ts'
import { plannedRows, selectedRows } from '../../src/store/reads/selection/selected-rows.ts'
import type { GraphContext } from '../context.ts'
import type { ListModel } from './loaders.ts'

export type Row = { readonly id: string; readonly index?: number }

/** Reads a model's rows for a field, from queries in Prisma's format. */
export interface Rows {
  findMany(query: object): Promise<Row[]>
  findFirst(query: object): Promise<Row | null>
  findUnique(query: object): Promise<Row | null>
  /** As `findMany`, of a filter whose values decide which index is best. */
  findFiltered?(query: object): Promise<Row[]>
}

export function byPrisma({ prisma }: GraphContext, model: ListModel | ModelName): Rows {
  return prisma[model] as unknown as Rows
}

/**
 * For a field that Prisma reads too slowly: runs one named statement for the same query. Prisma still reads what the
 * statement cannot read, and everything for a client token, because the tenant client enforces its grant.
 */
export function byStatement(context: GraphContext, model: ModelName): Rows {
  const prisma = byPrisma(context, model)
  const { deps, caller } = context
  if (caller.grant !== undefined) return prisma
  const selected = (query: object) =>
    selectedRows(deps.database, caller.tenant, model, query) as Promise<Row[]> | undefined
  const first = async (rows: Promise<Row[]>) => (await rows)[0] ?? null
  return {
    findMany: query => selected(query) ?? prisma.findMany(query),
    findFiltered: query =>
      (plannedRows(deps.database, caller.tenant, model, query) as Promise<Row[]> | undefined) ?? prisma.findMany(query),
    findFirst: query => prisma.findFirst(query),
    findUnique(query) {
      const rows = selected(query)
      return rows === undefined ? prisma.findUnique(query) : first(rows)
    },
  }
}

/**
 * Finds the rows' ids first, then reads the rows: an index that has the filtered columns answers the first query alone, also if few rows
 * or none match.
 */
export function idsFirst(rows: Rows): Rows {
  return {
    ...rows,
    async findMany({ select, ...query }: { readonly select?: object; readonly orderBy?: object }) {
      const ids = { ...query, select: { id: true } }
      const found = await (rows.findFiltered?.(ids) ?? rows.findMany(ids))
      if (found.length === 0) return []
      const { orderBy } = query
      return rows.findMany({ select, where: { id: { in: found.map(({ id }) => id) } }, ...(orderBy && { orderBy }) })
    },
  }
}
