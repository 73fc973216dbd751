import { newId } from '../../base/id.ts'
import type { Tenant } from '../../domain/enums.ts'
import { auditWrite, recordAudit } from '../../store/audit/repository.ts'
import type { Sql } from '../../store/sql/database.ts'
import type { AuditedMutation } from '../command/caller.ts'
import type { AuditEnd, OpenEntry } from './entry.ts'

/** What an operator does on the gateway's machine. */
interface OperatorAction {
  /** The name of the operator's account on the machine. */
  readonly operator: string
  /** The command as it is typed, e.g. `keys create`. */
  readonly command: string
  readonly at: Date
}

function entryOf({ operator, command, at }: OperatorAction): Omit<OpenEntry, 'merchantId' | 'mode' | 'objectId'> {
  return {
    ...{ id: newId('auditEntry', at), at, actorKind: 'OPERATOR', actorId: operator, action: `admin:${command}` },
    ...{ reason: null, address: null, requestId: null },
  }
}

/** The audit log's entry of a command about a merchant's object: one entry, however often the change is tried. */
export function auditOperator({ merchantId, mode }: Tenant, action: OperatorAction): AuditedMutation {
  const entry = entryOf(action)
  return {
    doneWrites: objectId => [auditWrite([{ ...entry, merchantId, mode, objectId, outcome: 'DONE', code: null }])],
    committed() {},
  }
}

/** Records a command on the whole installation, after its many transactions. */
export async function recordOperator(
  sql: Sql,
  { objectId, ...action }: OperatorAction & { readonly objectId: string },
  end: AuditEnd,
): Promise<void> {
  await recordAudit(sql, [{ ...entryOf(action), merchantId: null, mode: null, objectId, ...end }])
}
