import type { Sql } from '../sql/database.ts'
import { insert, type Write, write } from '../sql/write.ts'
import { type AuditEntryRow, auditEntries } from '../tables/audit-entry.ts'

/** Appends an entry: a write among those of what it records. */
export function auditWrite(entry: AuditEntryRow): Write {
  return insert(auditEntries, [entry])
}

/** Appends entries in a statement of their own. One that is there already stays as it is. */
export async function recordAudit(sql: Sql, entries: readonly AuditEntryRow[]): Promise<void> {
  const { shape, text, parameter } = insert(auditEntries, entries)
  await write(sql, [
    { shape: `${shape}:once`, text: value => `${text(value)} ON CONFLICT (id) DO NOTHING`, parameter },
  ])
}
