import type { Sql } from '../../src/store/sql/database.ts'
import { everyViolation } from '../../test/support/database/integrity.ts'
import type { Connections } from '../database/connections.ts'

/** The violations that the gateway's own integrity checks find in a full pass. */
export async function brokenRules(
  { observer }: Connections,
  now: Date,
  allowed: ReadonlySet<string>,
): Promise<string[]> {
  const rows: Sql['rows'] = async ({ name, text }, values = []) =>
    (await observer.query({ name, text, values: [...values] })).rows
  const sql: Sql = { rows, row: async (statement, values) => (await rows(statement, values))[0] as never }
  const found = await everyViolation(sql, now)
  return found.flatMap(({ check, subjectId, detail }) =>
    allowed.has(subjectId) ? [] : [`${check}: ${subjectId} ${detail}`],
  )
}
