import { type Migration, runsInTransaction } from '../../src/store/migrations/folder.ts'
import { isContract } from '../../src/store/migrations/records.ts'
import { type SqlStatement, statementsOf } from './statements.ts'

/** The last migration before this rule. After a later one, the previous version must keep working. */
export const BASE = '20261130161440_console_sessions'

/** What a statement does to processes of the previous version, and the comment that allows it. */
interface Rule {
  readonly breaks: (statement: string, others: Others) => boolean
  readonly because: string
  readonly allowedBy: RegExp
  readonly comment: string
}

/** What other statements of the same migration do. */
interface Others {
  /** A table that this migration creates: nothing uses it yet. */
  isNew(table: string): boolean
  /** True if the migration gives the column a default. */
  hasDefault(column: string): boolean
}

const unused = {
  allowedBy: /^unused since \d+\.\d+\.\d+: ./,
  comment: 'once no supported release uses it, say so above the statement: "-- unused since <release>: <what it was>"',
}
const locks = {
  allowedBy: /^locks: ./,
  comment: 'if that is short enough, say why above the statement: "-- locks: <why>"',
}

/** Allows any statement, e.g. a table that is replaced by one of the same name in the same transaction. */
const SURVIVED = /^survived: ./

const rules: readonly Rule[] = [
  {
    ...unused,
    breaks: sql =>
      /^DROP (TABLE|VIEW|TYPE|FUNCTION|SCHEMA|SEQUENCE|DOMAIN)\b/.test(sql) ||
      /^ALTER TABLE\b.*\bDROP (?!CONSTRAINT|NOT NULL|DEFAULT|EXPRESSION|IDENTITY)/.test(sql),
    because: 'drops what the previous version may use',
  },
  {
    ...unused,
    // No statement names an index or a constraint of a table.
    breaks: sql => /^ALTER (?!INDEX\b).*\bRENAME (?!CONSTRAINT\b)/.test(sql),
    because: 'renames what the previous version uses: add the new name beside the old one',
  },
  {
    ...unused,
    breaks: sql => /\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b/.test(sql),
    because: 'changes the type of a column that the previous version writes, and rewrites the table under a lock',
  },
  {
    ...unused,
    breaks: (sql, { hasDefault }) =>
      [...sql.matchAll(/\bALTER (?:COLUMN )?(\w+) SET NOT NULL\b/g)].some(([, column = '']) => !hasDefault(column)),
    because:
      'requires a value that the previous version does not write: give the column a default in the same migration',
  },
  {
    ...unused,
    breaks: sql =>
      [...sql.matchAll(/\bADD (?:COLUMN )?(?:IF NOT EXISTS )?\w+ [^,]*?\bNOT NULL\b[^,]*/g)].some(
        ([column]) =>
          !/\b(DEFAULT|GENERATED)\b/.test(column) && !/^ADD (CONSTRAINT|CHECK|UNIQUE|PRIMARY)\b/.test(column),
      ),
    because: 'adds a column that the previous version leaves empty: give it a default',
  },
  {
    ...unused,
    breaks: sql => /\bDROP DEFAULT\b/.test(sql),
    because: 'takes away a default that the previous version relies on',
  },
  {
    ...locks,
    breaks: (sql, { isNew }) => {
      const [, table = ''] =
        /^ALTER TABLE (?:ONLY )?([\w.]+) .*\bADD (?:CONSTRAINT \w+ )?(?:CHECK|FOREIGN KEY)\b/.exec(sql) ?? []
      return table !== '' && !isNew(table) && !/\bNOT VALID\b/.test(sql)
    },
    because:
      'reads the whole table under a lock: add the constraint NOT VALID, and VALIDATE it in a migration of its own',
  },
  {
    ...locks,
    breaks: (sql, { isNew }) => {
      const [, concurrently, table = ''] =
        /^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?.*?\bON (?:ONLY )?([\w.]+)/.exec(sql) ?? []
      return table !== '' && concurrently === undefined && !isNew(table)
    },
    because:
      'builds an index and lets nobody write the table meanwhile: use CREATE INDEX CONCURRENTLY in a migration of its own',
  },
]

/** Every statement after which processes of the previous version fail, one line each. */
export function problemsOf(migrations: readonly Migration[], base: string = BASE): string[] {
  return migrations.filter(({ name }) => name > base).flatMap(problemsOfMigration)
}

/** These make no reader or writer wait, so they may wait for minutes themselves. */
const ALONE = /\bCONCURRENTLY\b|^ALTER TYPE \S+ ADD VALUE\b|\bVALIDATE CONSTRAINT\b/

function problemsOfMigration(migration: Migration): string[] {
  const { name, sql } = migration
  const statements = statementsOf(sql)
  const isWrongAlone =
    !runsInTransaction(migration) && !(statements.length === 1 && ALONE.test(statements[0]?.sql ?? ''))
  const alone = isWrongAlone
    ? [
        `${name}\n  runs without a transaction: it must be one statement: … CONCURRENTLY, VALIDATE CONSTRAINT or ALTER TYPE … ADD VALUE.`,
      ]
    : []
  const others = othersOf(statements)
  const removes = statements.some(statement => hasComment(statement, unused.allowedBy))
  const misnamed =
    removes && !isContract(name) ? [`${name}\n  removes something: its name must contain "_contract".`] : []
  const broken = statements.flatMap(statement =>
    rules
      .filter(({ breaks }) => breaks(flat(statement.sql), others))
      .filter(({ allowedBy }) => !hasComment(statement, allowedBy) && !hasComment(statement, SURVIVED))
      .map(({ because, comment }) => `${name}: ${shortened(statement.sql)}\n  ${because}; ${comment}.`),
  )
  return [...misnamed, ...alone, ...broken]
}

function hasComment({ comments }: SqlStatement, pattern: RegExp): boolean {
  return comments.some(comment => pattern.test(comment))
}

function othersOf(statements: readonly SqlStatement[]): Others {
  const found = (pattern: RegExp) =>
    new Set(statements.flatMap(({ sql }) => [...flat(sql).matchAll(pattern)].map(match => match[1] ?? '')))
  const created = found(/^CREATE TABLE (?:IF NOT EXISTS )?([\w.]+)/g)
  const given = found(/\bALTER (?:COLUMN )?(\w+) SET DEFAULT\b/g)
  const added = found(/\bADD (?:COLUMN )?(?:IF NOT EXISTS )?(\w+) [^,]*?\bDEFAULT\b/g)
  return {
    isNew: table => created.has(table),
    hasDefault: column => given.has(column) || added.has(column),
  }
}

/** Without what is in parentheses, e.g. the commas of a type. */
function flat(sql: string): string {
  const inner = sql.replaceAll(/\([^()]*\)/g, '')
  return inner === sql ? sql : flat(inner)
}

function shortened(sql: string): string {
  return sql.length > 100 ? `${sql.slice(0, 99)}…` : sql
}
