import type { Sql } from '../sql/database.ts'
import { insert, type Write, write } from '../sql/write.ts'
import { type AuditEntryRow, auditEntries } from '../tables.ts'

/** Appends entries, written together with the change that they record. An entry that exists already does not change. */
export function auditWrite(entries: readonly AuditEntryRow[]): Write {
  const { shape, text, parameter } = insert(auditEntries, entries)
  return { shape: `${shape}:once`, text: value => `${text(value)} ON CONFLICT (id) DO NOTHING`, parameter }
}

/** Appends entries in a separate statement. */
export async function recordAudit(sql: Sql, entries: readonly AuditEntryRow[]): Promise<void> {
  await write(sql, [auditWrite(entries)])
}
