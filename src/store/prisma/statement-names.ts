import { createHash } from 'node:crypto'

interface StatementName {
  /** For who counts statements. */
  readonly label: string
  /** Undefined where connections shall not keep the statement. */
  readonly name: string | undefined
}

// Each connection keeps each of them prepared.
const MOST_NAMES = 300
const MOST_SEEN = 1_000

/**
 * Names for statements that are written at run time, by Prisma or from its selections. Their texts depend on what callers select and filter, so there is no end
 * of them: one gets a name where it comes a second time, and only so many do.
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
