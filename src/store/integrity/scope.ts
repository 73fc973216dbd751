import type { LogPosition } from '../event-log/cursor.ts'
import { readLogBatch } from '../event-log/read-batch.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ObjectTable, objectTables } from './checks.ts'

export type ObjectIds = Readonly<Record<ObjectTable, readonly string[]>>

const pages = Object.fromEntries(
  objectTables.map(table => [
    table,
    statement<{ id: string }>(`integrity-page-${table}`, `SELECT id FROM ${table} WHERE id > $1 ORDER BY id LIMIT $2`),
  ]),
) as Record<ObjectTable, ReturnType<typeof statement<{ id: string }>>>

/** The next ids of a table, in their order. If there are fewer than `limit`, they are the last. */
export async function readIds(sql: Sql, table: ObjectTable, after: string, limit: number): Promise<string[]> {
  return (await sql.rows(pages[table], [after, limit])).map(({ id }) => id)
}

export interface ChangedObjects {
  readonly ids: ObjectIds
  /** Every change up to here is included. */
  readonly position: LogPosition
  /** True if there are more changes after it. */
  readonly more: boolean
}

const subjectTables: Readonly<Record<string, ObjectTable>> = {
  Charge: 'charges',
  Agreement: 'agreements',
  Consumer: 'consumers',
  Schedule: 'schedules',
}

const occurrencesOf = statement<{ id: string }>(
  'integrity-occurrences-of-charges',
  'SELECT DISTINCT occurrence_id AS id FROM charges WHERE id = ANY($1::text[]) AND occurrence_id IS NOT NULL',
)

/**
 * The objects that have changed since a position in the log. As for all readers of the log, only transactions below
 * every open one count: a change that commits late is after the position and is found by the next call.
 */
export async function readChangedObjects(sql: Sql, after: LogPosition, limit: number): Promise<ChangedObjects> {
  const { rows, position, more } = await readLogBatch(sql, after, limit)
  const found: Record<ObjectTable, Set<string>> = {
    ...{ charges: new Set(), agreements: new Set(), consumers: new Set() },
    ...{ schedules: new Set(), occurrences: new Set() },
  }
  for (const { subjectType, subjectId, data } of rows) {
    const table = subjectTables[subjectType]
    if (table !== undefined) found[table].add(subjectId)
    // A schedule's event contains the id of the occurrence that it changed.
    const occurrenceId = data?.['occurrenceId']
    if (typeof occurrenceId === 'string') found.occurrences.add(occurrenceId)
  }
  if (found.charges.size > 0)
    for (const { id } of await sql.rows(occurrencesOf, [[...found.charges]])) found.occurrences.add(id)
  const ids = Object.fromEntries(objectTables.map(table => [table, [...found[table]]])) as Record<ObjectTable, string[]>
  return { ids, position, more }
}
