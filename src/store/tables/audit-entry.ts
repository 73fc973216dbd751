import { Prisma } from '../prisma/generated/browser.ts'
import type { AuditEntry } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type AuditEntryRow = RowOf<AuditEntry>
export const auditEntries = table<AuditEntryRow>('audit_log', Prisma.AuditEntryScalarFieldEnum)
