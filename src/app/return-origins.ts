import { newId } from '../base/id.ts'
import type { Tenant } from '../domain/enums.ts'
import { auditWrite } from '../store/audit/repository.ts'
import { returnOriginsWrite } from '../store/merchant/return-origins.ts'
import type { Sql } from '../store/sql/database.ts'
import { write } from '../store/sql/write.ts'

interface OperatorChange {
  readonly tenant: Tenant
  readonly origins: readonly string[]
  /** The name of the operator's account on the machine. */
  readonly operator: string
  readonly now: Date
}

/** Replaces a merchant's list by an operator's command, and records who did it: both or neither. */
export async function putReturnOrigins(sql: Sql, { tenant, origins, operator, now }: OperatorChange): Promise<void> {
  const entry = {
    id: newId('auditEntry', now),
    merchantId: tenant.merchantId,
    mode: tenant.mode,
    at: now,
    actorKind: 'OPERATOR',
    actorId: operator,
    action: 'admin:return-origins',
    objectId: tenant.merchantId,
    outcome: 'DONE',
    code: null,
    reason: null,
    address: null,
    requestId: null,
  } as const
  await write(sql, [returnOriginsWrite(tenant, origins, now), auditWrite([entry])])
}
