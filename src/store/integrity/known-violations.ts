import { type Sql, statement } from '../sql/database.ts'
import { type IntegrityCheck, integrityRules, type Scope } from './checks.ts'

export interface KnownViolation {
  readonly checkName: string
  readonly scope: Scope
  readonly objectId: string
}

const readKnown = statement<KnownViolation>(
  'integrity-known',
  'SELECT check_name AS "checkName", scope, object_id AS "objectId" FROM integrity_violations',
)

/** The objects that broke a check when it last ran. Each pass checks them again until they no longer do. */
export function knownViolations(sql: Sql): Promise<KnownViolation[]> {
  return sql.rows(readKnown)
}

const replace = statement<never>(
  'integrity-known-replace',
  `WITH gone AS (
     DELETE FROM integrity_violations v WHERE v.check_name = $1 AND v.scope = $2 AND v.object_id = ANY($3::text[])
       AND v.object_id <> ALL($4::text[])
   )
   INSERT INTO integrity_violations (check_name, scope, object_id, found_at)
   SELECT $1, $2, unnest($4::text[]), $5 ON CONFLICT DO NOTHING`,
)

/** Stores the checked objects that break the check now, and deletes the stored violations of the others. */
export async function replaceKnown(
  sql: Sql,
  { name, scope }: IntegrityCheck,
  {
    looked,
    broken,
    now,
  }: { readonly looked: readonly string[]; readonly broken: readonly string[]; readonly now: Date },
): Promise<void> {
  await sql.rows(replace, [name, scope, looked, broken, now])
}

/** How many objects break each rule, by the rule's name; -1 if the last pass could not run it. */
export type IntegrityCounts = ReadonlyMap<string, number>

const count = statement<{ name: string; objects: number }>(
  'integrity-counts',
  `SELECT check_name AS name, count(*)::int AS objects FROM integrity_violations GROUP BY check_name
   UNION ALL SELECT unnest(failed_checks), -1 FROM integrity_pass`,
)

/** The results of the last passes, in any process. */
export async function integrityCounts(sql: Sql): Promise<IntegrityCounts> {
  const counts = new Map(integrityRules.map(name => [name, 0]))
  // If a check could not run, its result is -1, whatever is stored for it.
  for (const { name, objects } of await sql.rows(count)) if (counts.get(name) !== -1) counts.set(name, objects)
  return counts
}
