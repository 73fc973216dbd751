import type { Tenant } from '../../../domain/enums.ts'
import { statementNames } from '../../prisma/statement-names.ts'
import type { Sql } from '../../sql/database.ts'
import { compile, type Query, type Row } from './compile.ts'
import type { ModelName } from './models.ts'

const nameOf = statementNames('selected', text => `select ${/ FROM (\w+) t0 /.exec(text)?.[1] ?? ''}`)

/**
 * The result of Prisma's `findMany` for the same query, from one statement. Undefined if the statement cannot read it:
 * then use Prisma.
 */
export function selectedRows(sql: Sql, tenant: Tenant, model: ModelName, query: Query): Promise<Row[]> | undefined {
  const compiled = compile(tenant, model, query)
  if (compiled === undefined) return undefined
  const { text, values, revive } = compiled
  const { label, name } = nameOf(text)
  const reading = sql.rows<Row>({ name: name ?? label, label, text, unprepared: name === undefined }, values)
  return revive === undefined ? reading : revived(reading, revive)
}

async function revived(reading: Promise<Row[]>, revive: (row: Row) => void): Promise<Row[]> {
  const rows = await reading
  for (const row of rows) revive(row)
  return rows
}
