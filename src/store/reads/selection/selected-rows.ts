import type { Tenant } from '../../../domain/enums.ts'
import { statementNames } from '../../prisma/statement-names.ts'
import type { Sql } from '../../sql/database.ts'
import { type Compiled, compile, type Query, type Row } from './compile.ts'
import type { ModelName } from './models.ts'

const labelOf = (text: string) => `select ${/ FROM (\w+) t0 /.exec(text)?.[1] ?? ''}`
const nameOf = statementNames('selected', labelOf)

/**
 * The result of Prisma's `findMany` for the same query, from one statement. Undefined if the statement cannot read it:
 * then use Prisma.
 */
export function selectedRows(sql: Sql, tenant: Tenant, model: ModelName, query: Query): Promise<Row[]> | undefined {
  const compiled = compile(tenant, model, query)
  return compiled && run(sql, compiled, nameOf(compiled.text))
}

/**
 * The same, planned for the values of each query: which index is best depends on how many rows match a value, and the plan that a prepared
 * statement keeps is for a usual one.
 */
export function plannedRows(sql: Sql, tenant: Tenant, model: ModelName, query: Query): Promise<Row[]> | undefined {
  const compiled = compile(tenant, model, query)
  return compiled && run(sql, compiled, { label: labelOf(compiled.text), name: undefined })
}

function run(sql: Sql, { text, values, revive }: Compiled, { label, name }: ReturnType<typeof nameOf>): Promise<Row[]> {
  const reading = sql.rows<Row>({ name: name ?? label, label, text, unprepared: name === undefined }, values)
  return revive === undefined ? reading : revived(reading, revive)
}

async function revived(reading: Promise<Row[]>, revive: (row: Row) => void): Promise<Row[]> {
  const rows = await reading
  for (const row of rows) revive(row)
  return rows
}
