import { createHash } from 'node:crypto'

interface StatementName {
  /** For listeners that count statements: `read` and the first table of the statement. */
  readonly label: string
  /** Undefined if connections should not prepare the statement. */
  readonly name: string | undefined
}

// Each connection keeps all of them prepared.
const MOST_NAMES = 300
const MOST_SEEN = 1_000

/**
 * Names for the statements that Prisma writes. Their texts depend on what callers select and filter, so there can be
 * any number of them: a statement gets a name when it comes a second time, up to a maximum.
 */
export function statementNames(): (sql: string) => StatementName {
  const named = new Map<string, StatementName>()
  const seen = new Set<string>()
  return sql => {
    const known = named.get(sql)
    if (known !== undefined) return known
    const label = `read ${/FROM "public"\."(\w+)"/.exec(sql)?.[1] ?? ''}`
    if (!seen.has(sql) || named.size >= MOST_NAMES) {
      if (seen.size >= MOST_SEEN) seen.clear()
      seen.add(sql)
      return { label, name: undefined }
    }
    seen.delete(sql)
    const hash = createHash('sha256').update(sql).digest('hex').slice(0, 16)
    const statement = { label, name: `prisma:${hash}` }
    named.set(sql, statement)
    return statement
  }
}
