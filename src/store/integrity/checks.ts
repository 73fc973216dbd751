import { readdirSync, readFileSync } from 'node:fs'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, type Statement, statement } from '../sql/database.ts'

/** A row of a check's result: an object that violates the rule. */
export interface Violation extends Tenant {
  readonly subjectType: 'Charge' | 'Agreement' | 'Consumer' | 'Schedule'
  readonly subjectId: string
  /** The object that was checked. It is the subject itself, except for an occurrence. */
  readonly objectId: string
  readonly detail: string
}

/** The tables that a full pass reads by id, in its order. */
export const objectTables = ['charges', 'agreements', 'consumers', 'schedules', 'occurrences'] as const
export type ObjectTable = (typeof objectTables)[number]

/** What a check reads: rows of a table by their ids, or everything open or planned. */
export type Scope = ObjectTable | 'open'

export interface IntegrityCheck {
  /** The name of the rule. A rule with several files has several scopes. */
  readonly name: string
  readonly scope: Scope
  readonly query: Statement<Violation>
}

/** The maximum number of violations that one statement returns: more violations of one rule have the same cause. */
export const LISTED_MAX = 100

/** The folders of checks, and the scopes on which their files run. */
const folders: Readonly<Record<string, readonly Scope[]>> = {
  open: ['open'],
  charges: ['charges'],
  schedules: ['schedules'],
  occurrences: ['occurrences'],
  versioned: ['charges', 'agreements', 'consumers', 'schedules'],
  'with-status': ['charges', 'agreements', 'schedules'],
}

const subjectNames: Readonly<Partial<Record<Scope, Violation['subjectType']>>> = {
  charges: 'Charge',
  agreements: 'Agreement',
  consumers: 'Consumer',
  schedules: 'Schedule',
}

/**
 * The invariants, one SQL file for each rule. A file selects the violations, so normally it returns nothing. It reads
 * the rows whose ids are in `scope`, with a few index probes per row, so that its time depends on the number of ids and
 * not on the table's size. In `open` it reads partial indexes instead, and $1 is now.
 */
export const integrityChecks: readonly IntegrityCheck[] = Object.entries(folders).flatMap(([folder, scopes]) => {
  const url = new URL(`./checks/${folder}/`, import.meta.url)
  return readdirSync(url).flatMap(file => {
    const text = readFileSync(new URL(file, url), 'utf8')
    return scopes.map(scope => checkOf(file.replace(/\.sql$/, ''), scope, text))
  })
})

/** The names of all rules. */
export const integrityRules: readonly string[] = [...new Set(integrityChecks.map(({ name }) => name))].sort()

function checkOf(name: string, scope: Scope, text: string): IntegrityCheck {
  const filled = text.replaceAll('{table}', scope).replaceAll('{Subject}', subjectNames[scope] ?? '')
  const given = scope === 'open' ? '' : 'WITH scope AS MATERIALIZED (SELECT unnest($1::text[]) AS id) '
  const query = statement<Violation>(
    `check-${name}-${scope}`,
    `${given}SELECT * FROM (${filled}) found LIMIT ${LISTED_MAX}`,
  )
  return { name, scope, query }
}

/** @param given The ids to check; for the scope `open`, the current time. */
export function violationsOf(
  sql: Sql,
  { query }: Pick<IntegrityCheck, 'query'>,
  given: readonly string[] | Date,
): Promise<Violation[]> {
  return sql.rows(query, [given])
}
