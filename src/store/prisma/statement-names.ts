import { createHash } from 'node:crypto'

interface StatementName {
  /** For listeners that count statements. */
  readonly label: string
  /** Undefined if connections should not prepare the statement. */
  readonly name: string | undefined
}

// Each connection keeps all of them prepared.
const MOST_NAMES = 300
const MOST_SEEN = 1_000

/**
 * Names for statements that are composed at run time, by Prisma or from its selections. Their texts depend on what
 * callers select and filter, so there is no limit to their number. So a statement gets a name only when it is used for
 * the second time, and only up to a maximum number of names.
 */
export function statementNames(prefix: string, labelOf: (sql: string) => string): (sql: string) => StatementName {
  const named = new Map<string, StatementName>()
  const seen = new Set<string>()
  return sql => {
    const known = named.get(sql)
    if (known !== undefined) return known
    const label = labelOf(sql)
    if (!seen.has(sql) || named.size >= MOST_NAMES) {
      if (seen.size >= MOST_SEEN) seen.clear()
      seen.add(sql)
      return { label, name: undefined }
    }
    seen.delete(sql)
    const hash = createHash('sha256').update(sql).digest('hex').slice(0, 16)
    const statement = { label, name: `${prefix}:${hash}` }
    named.set(sql, statement)
    return statement
  }
}
