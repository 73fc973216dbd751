import { readdirSync, readFileSync } from 'node:fs'
import type { Tenant } from '../domain/vocabulary.ts'
import { type Sql, type Statement, statement } from './database.ts'

/** A row that should not be: one of a check's answers. */
export interface Violation extends Tenant {
  readonly subjectType: 'Charge' | 'Agreement' | 'Consumer' | 'Schedule'
  readonly subjectId: string
  readonly detail: string
}

export interface IntegrityCheck {
  /** Its file's name: what always holds. */
  readonly name: string
  readonly query: Statement<Violation>
  readonly needsNow: boolean
}

/** More of one kind than this are one fault, and need not all be listed. */
const LISTED_MAX = 100

const folder = new URL('./checks/', import.meta.url)

/** What always holds, one SQL file each: it selects what breaks it, and so finds nothing. */
export const integrityChecks: readonly IntegrityCheck[] = readdirSync(folder)
  .filter(file => file.endsWith('.sql'))
  .sort()
  .map(file => {
    const text = readFileSync(new URL(file, folder), 'utf8')
    const name = file.replace(/\.sql$/, '')
    const query = statement<Violation>(`check-${name}`, `SELECT * FROM (${text}) found LIMIT ${LISTED_MAX}`)
    return { name, query, needsNow: text.includes('$1') }
  })

/** What breaks a rule now; at most a hundred. Reads whole tables: for a worker that has time. */
export function violationsOf(sql: Sql, { query, needsNow }: IntegrityCheck, now: Date): Promise<Violation[]> {
  return sql.rows(query, needsNow ? [now] : [])
}
