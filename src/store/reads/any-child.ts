import type { Tenant } from '../../domain/enums.ts'
import { snakeCase } from '../sql/columns.ts'
import { type Sql, statement, statementsBuilt } from '../sql/database.ts'
import { idsIn } from './ids.ts'

const tables = { agreement: 'agreements', charge: 'charges', occurrence: 'occurrences', schedule: 'schedules' } as const

/** The list of each parent's rows. */
export interface Children {
  readonly model: keyof typeof tables
  /** The column that names the parent. */
  readonly parent: string
}

/** One side of a cursor in a list: the rows with `column` at or beyond `edge`. */
export interface Side {
  readonly column: 'id' | 'index'
  readonly comparison: 'gte' | 'lte'
  readonly edge: string | number
}

const MOST_PREPARED = 32
const prepare = statementsBuilt<{ parentId: string }>(MOST_PREPARED)

/**
 * The parents that have a row on that side. One index probe per parent, however long its list is: Prisma's only batched
 * form, a groupBy, reads all rows on that side.
 */
export function parentsWithChild(
  sql: Sql,
  { merchantId, mode }: Tenant,
  { model, parent }: Children,
  { column, comparison, edge }: Side,
  parentIds: readonly string[],
): Promise<{ parentId: string }[]> {
  const known = prepare(`any-child-${model}-${parent}-${comparison}`, name =>
    statement(
      name,
      `SELECT parent.id AS "parentId" FROM unnest(${idsIn('$4')}) AS parent(id) WHERE EXISTS (
         SELECT FROM ${tables[model]} child
         WHERE child.merchant_id = $1 AND child.mode = $2::mode AND child.${snakeCase(parent)} = parent.id
           AND child.${column} ${comparison === 'gte' ? '>=' : '<='} $3::${column === 'id' ? 'text' : 'int'})`,
    ),
  )
  return sql.rows(known, [merchantId, mode, edge, parentIds])
}
