import type { Sql } from '../sql/database.ts'
import { insert, type Write, write } from '../sql/write.ts'
import { type AuditEntryRow, auditEntries } from '../tables.ts'

/** Appends entries: a write among those of what they record. One that is there already stays as it is. */
export function auditWrite(entries: readonly AuditEntryRow[]): Write {
  const { shape, text, parameter } = insert(auditEntries, entries)
  return { shape: `${shape}:once`, text: value => `${text(value)} ON CONFLICT (id) DO NOTHING`, parameter }
}

/** Appends entries in a statement of their own. */
export async function recordAudit(sql: Sql, entries: readonly AuditEntryRow[]): Promise<void> {
  await write(sql, [auditWrite(entries)])
}
