import { userInfo } from 'node:os'
import { StartupError } from '../base/log/startup-error.ts'
import { scopes } from '../domain/access/scopes.ts'
import type { Mode, Tenant } from '../domain/enums.ts'
import { auditOperator } from '../operations/audit/operator.ts'
import type { Caller } from '../operations/command/caller.ts'
import { findMerchant } from '../store/merchant/merchants.ts'
import type { Sql } from '../store/sql/database.ts'

/** The name of the account that runs the command. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // A container can run under a number that has no account.
    return `uid ${process.getuid?.()}`
  }
}

/** A person who can run commands on the machine may do everything. The audit log records what a command changes. */
export function operatorOf(tenant: Tenant, command: string, at: Date): Omit<Caller, 'merchantName'> {
  const operator = accountName()
  return { tenant, scopes, actor: operator, mutation: auditOperator(tenant, { operator, command, at }) }
}

/** @param name As it is typed. */
export async function tenantNamed(sql: Sql, name: string | undefined, mode: Mode): Promise<Tenant> {
  const trimmed = name?.trim() ?? ''
  const merchantId = await findMerchant(sql, trimmed)
  if (merchantId !== undefined) return { merchantId, mode }
  throw new StartupError(
    `There is no merchant with the name "${trimmed}". Check the name, or create a key for it first.`,
  )
}
