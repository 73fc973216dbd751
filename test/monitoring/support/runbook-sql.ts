import { readFileSync } from 'node:fs'
import type pg from 'pg'

/** The SQL statements of a page of docs/runbooks. */
export function runbookSql(runbook: string): readonly string[] {
  const page = readFileSync(new URL(`../../../docs/runbooks/${runbook}.md`, import.meta.url), 'utf8')
  return [...page.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(([, text = '']) =>
    text.split(/;$/m).flatMap(statement => statement.trim() || []),
  )
}

/** What an operator reads who runs them all, each statement's rows. */
export async function askRunbook(pool: pg.Pool, runbook: string): Promise<readonly (readonly object[])[]> {
  const found: object[][] = []
  for (const statement of runbookSql(runbook)) found.push((await pool.query(statement)).rows)
  return found
}
