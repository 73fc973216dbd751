import type { Deps } from '../../../src/operations/command/deps.ts'
import { BATCH, integrityPass } from '../../../src/operations/integrity/pass.ts'
import { logStart } from '../../../src/store/event-log/position.ts'
import { integrityChecks, objectTables, type Violation, violationsOf } from '../../../src/store/integrity/checks.ts'
import { type IntegrityCounts, integrityCounts } from '../../../src/store/integrity/known-violations.ts'
import { readChangedObjects, readIds } from '../../../src/store/integrity/scope.ts'
import type { Database, Sql } from '../../../src/store/sql/database.ts'

/** Makes the next pass due, and optionally a full one. */
export async function makePassDue({ pool }: Database, { full }: { full: boolean }): Promise<void> {
  const fullDue = full ? `, full_due_at = '2000-01-01Z', full_table = NULL` : ''
  await pool.query(`UPDATE integrity_pass SET next_at = '2000-01-01Z'${fullDue}`)
}

/** A full pass, like the one that a gateway runs at night. */
export async function fullPass(deps: Deps): Promise<IntegrityCounts> {
  await makePassDue(deps.database, { full: true })
  await integrityPass(deps, new AbortController().signal)
  return integrityCounts(deps.database)
}

export interface NamedViolation extends Violation {
  readonly check: string
}

/** All violations that a full pass would find, without recording them. */
export async function everyViolation(sql: Sql, now: Date): Promise<NamedViolation[]> {
  const found: NamedViolation[] = []
  for (const check of integrityChecks) {
    const add = async (given: readonly string[] | Date) => {
      for (const violation of await violationsOf(sql, check, given)) found.push({ ...violation, check: check.name })
    }
    const table = objectTables.find(one => one === check.scope)
    if (table === undefined) await add(now)
    else
      for (let ids = await readIds(sql, table, '', BATCH); ids.length > 0; ) {
        await add(ids)
        ids = ids.length < BATCH ? [] : await readIds(sql, table, ids.at(-1) ?? '', BATCH)
      }
  }
  return found
}

/** All violations among the objects that the log names. */
export async function violationsOfChanges(sql: Sql, now: Date): Promise<NamedViolation[]> {
  const { ids } = await readChangedObjects(sql, logStart, 100_000)
  const found: NamedViolation[] = []
  for (const check of integrityChecks)
    for (const violation of await violationsOf(sql, check, check.scope === 'open' ? now : ids[check.scope]))
      found.push({ ...violation, check: check.name })
  return found
}
