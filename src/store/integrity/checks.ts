import { readdirSync, readFileSync } from 'node:fs'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, type Statement, statement } from '../sql/database.ts'

/** A row that should not be: one of a check's answers. */
export interface Violation extends Tenant {
  readonly subjectType: 'Charge' | 'Agreement' | 'Consumer' | 'Schedule'
  readonly subjectId: string
  /** The object among those looked at; the subject itself, but for an occurrence. */
  readonly objectId: string
  readonly detail: string
}

/** The tables that are looked through by id, in the order of a full pass. */
export const objectTables = ['charges', 'agreements', 'consumers', 'schedules', 'occurrences'] as const
export type ObjectTable = (typeof objectTables)[number]

/** What a check looks at: rows of a table that it is given by id, or all that is open or planned. */
export type Scope = ObjectTable | 'open'

export interface IntegrityCheck {
  /** What always holds. A check of several files looks at several scopes. */
  readonly name: string
  readonly scope: Scope
  readonly query: Statement<Violation>
}

/** One statement names no more: more of one kind are one fault. */
export const LISTED_MAX = 100

/** The folders of checks, and what the files in each are run on. */
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
 * What always holds, one SQL file for each rule: it selects what breaks the rule, and so finds nothing. A file reads the
 * rows whose ids are in `scope`, in few index status queries a row, so that a statement's time depends on the number of ids and not on
 * the size of a table. In `open` it reads partial indexes instead, and $1 is now.
 */
export const integrityChecks: readonly IntegrityCheck[] = Object.entries(folders).flatMap(([folder, scopes]) => {
  const url = new URL(`./checks/${folder}/`, import.meta.url)
  return readdirSync(url).flatMap(file => {
    const text = readFileSync(new URL(file, url), 'utf8')
    return scopes.map(scope => checkOf(file.replace(/\.sql$/, ''), scope, text))
  })
})

/** All rules, each once. */
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

/** @param given The ids to look at; for the scope `open`, now. */
export function violationsOf(
  sql: Sql,
  { query }: Pick<IntegrityCheck, 'query'>,
  given: readonly string[] | Date,
): Promise<Violation[]> {
  return sql.rows(query, [given])
}
