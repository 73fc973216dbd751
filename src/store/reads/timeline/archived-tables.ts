import { type Sql, statement } from '../../sql/database.ts'

interface ArchivedTable {
  readonly name: string
  /** When the youngest archived row was written. */
  readonly until: Date
}

const archivedTablesStatement = statement<ArchivedTable>(
  'archived-tables',
  'SELECT table_name AS name, max(until) AS until FROM archives WHERE table_name = ANY ($1::text[]) GROUP BY table_name',
)

/** The tables from which something was archived. */
export function archivedTables(sql: Sql, names: readonly string[]): Promise<ArchivedTable[]> {
  return sql.rows(archivedTablesStatement, [names])
}
