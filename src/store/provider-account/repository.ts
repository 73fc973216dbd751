import { createHash } from 'node:crypto'
import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { type ProviderAccountRow, providerAccounts } from '../tables.ts'

const columns = providerAccounts.select('a')

const fingerprint = statement<{ changes: string }>(
  'provider-accounts-fingerprint',
  `SELECT count(*) || ' ' || coalesce(sum(version), 0) AS changes FROM provider_accounts`,
)

/** A text that differs after every change of any account: no account is deleted, and versions only rise. */
export async function accountChanges(sql: Sql): Promise<string> {
  return (await sql.row(fingerprint))?.changes ?? ''
}

const versions = statement<Pick<ProviderAccountRow, 'id' | 'version'>>(
  'provider-account-versions',
  'SELECT id, version FROM provider_accounts',
)

export function accountVersions(sql: Sql): Promise<Pick<ProviderAccountRow, 'id' | 'version'>[]> {
  return sql.rows(versions)
}

const byIds = statement<ProviderAccountRow>(
  'provider-accounts-by-ids',
  `SELECT ${columns} FROM provider_accounts a WHERE a.id = ANY($1) ORDER BY a.id`,
)

/** The accounts of all merchants, for the registry of providers. */
export function accountsByIds(sql: Sql, ids: readonly string[]): Promise<ProviderAccountRow[]> {
  return sql.rows(byIds, [ids])
}

const ofTenant = statement<ProviderAccountRow>(
  'provider-accounts-of-tenant',
  `SELECT ${columns} FROM provider_accounts a WHERE a.merchant_id = $1 AND a.mode = $2::mode ORDER BY a.id DESC`,
)

/** All accounts of a merchant and mode, newest first, including replaced and retired ones. */
export function accountsOf(sql: Sql, { merchantId, mode }: Tenant): Promise<ProviderAccountRow[]> {
  return sql.rows(ofTenant, [merchantId, mode])
}

/** The number of the lock that serializes changes of a merchant's accounts at one provider. */
export function accountLock({ merchantId, mode }: Tenant, provider: ProviderCode): bigint {
  return createHash('sha256').update(`providerAccount:${merchantId}:${mode}:${provider}`).digest().readBigInt64BE(0)
}

const replaceOthers = statement<never>(
  'provider-accounts-replace',
  `UPDATE provider_accounts SET replaced_at = $5, version = version + 1
   WHERE merchant_id = $1 AND mode = $2::mode AND provider = $3::provider_code AND id <> $4
     AND replaced_at IS NULL AND retired_at IS NULL`,
)

const put = statement<ProviderAccountRow>(
  'provider-account-put',
  `INSERT INTO provider_accounts AS a (id, merchant_id, mode, provider, name, access_code_last4, encrypted_credentials, version,
     overlap_until, created_at, updated_at)
   VALUES ($1, $2, $3::mode, $4::provider_code, $5, $6, $7, 1, $8, $9, $9)
   ON CONFLICT (id) DO UPDATE SET access_code_last4 = excluded.access_code_last4,
     encrypted_credentials = excluded.encrypted_credentials, overlap_until = excluded.overlap_until,
     updated_at = excluded.updated_at, version = a.version + 1, replaced_at = NULL, retired_at = NULL
   RETURNING ${columns}`,
)

export type NewProviderAccount = Pick<
  ProviderAccountRow,
  'id' | 'merchantId' | 'mode' | 'provider' | 'name' | 'accessCodeLast4' | 'encryptedCredentials' | 'overlapUntil'
>

/**
 * Makes an account the ACTIVE one of its merchant, mode and provider: a new account, or an existing one by its id. The
 * transaction must hold `accountLock`.
 */
export async function putAccount(
  sql: Transaction,
  account: NewProviderAccount,
  now: Date,
): Promise<ProviderAccountRow> {
  const { id, merchantId, mode, provider, name, accessCodeLast4, encryptedCredentials, overlapUntil } = account
  await sql.rows(replaceOthers, [merchantId, mode, provider, id, now])
  const row = await sql.row(put, [
    ...[id, merchantId, mode, provider, name],
    ...[accessCodeLast4, encryptedCredentials, overlapUntil, now],
  ])
  if (row === undefined) throw new Error(`provider account ${id} was not written`)
  return row
}

const retire = statement<ProviderAccountRow>(
  'provider-account-retire',
  `UPDATE provider_accounts a SET retired_at = coalesce(a.retired_at, $4),
     version = a.version + (a.retired_at IS NULL)::int
   WHERE a.merchant_id = $1 AND a.mode = $2::mode AND a.id = $3 RETURNING ${columns}`,
)

/** An account that was retired before keeps its time. Undefined if there is no such account. */
export function retireAccount(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
  now: Date,
): Promise<ProviderAccountRow | undefined> {
  return sql.row(retire, [merchantId, mode, id, now])
}

const tenantOf = statement<Tenant>(
  'provider-account-tenant',
  'SELECT merchant_id AS "merchantId", mode FROM provider_accounts WHERE id = $1',
)

/** The merchant and mode of an account, for an operator who knows only its id. */
export function tenantOfAccount(sql: Sql, id: string): Promise<Tenant | undefined> {
  return sql.row(tenantOf, [id])
}
