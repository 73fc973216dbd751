import type { Vault } from '../../base/encryption.ts'
import type { Former, OwnAccount, ProviderConfig } from '../../providers/port/account.ts'
import type { ProviderAccountRow } from '../../store/tables.ts'

// The one place that encrypts and decrypts the credentials of accounts.

const column = 'provider_accounts.encrypted_credentials'

export function encryptCredentials(vault: Vault, id: string, config: ProviderConfig): Buffer {
  return vault.encrypt({ column, id }, null, JSON.stringify(config))
}

export function openCredentials(
  vault: Vault,
  { id, encryptedCredentials }: Pick<ProviderAccountRow, 'id' | 'encryptedCredentials'>,
): ProviderConfig {
  return JSON.parse(vault.decrypt({ column, id }, null, encryptedCredentials)) as ProviderConfig
}

export function accountStatus({ replacedAt, retiredAt }: Pick<ProviderAccountRow, 'replacedAt' | 'retiredAt'>) {
  if (retiredAt !== null) return 'RETIRED'
  return replacedAt === null ? 'ACTIVE' : 'REPLACED'
}

/** An account in the form that the registry of providers needs. */
export function ownAccountOf(vault: Vault, row: ProviderAccountRow): OwnAccount {
  const { id, merchantId, mode, provider, name, version } = row
  const tenant = { merchantId, mode }
  return { id, tenant, provider, name, version, status: accountStatus(row), config: openCredentials(vault, row) }
}

/**
 * New credentials of the same account. They include the former secrets with which webhooks may still be signed: those
 * that are replaced now, and earlier ones that have not expired.
 */
export function withFormer(
  next: ProviderConfig,
  before: ProviderConfig,
  untilMs: number,
  nowMs: number,
): ProviderConfig {
  if (next.provider === 'PPRO' && before.provider === 'PPRO') {
    const { webhookSecret } = before
    const replaced = webhookSecret === next.webhookSecret ? [] : [{ webhookSecret, untilMs }]
    return { ...next, former: [...replaced, ...unended(before.former, nowMs)] }
  }
  if (next.provider === 'APS' && before.provider === 'APS') {
    const { accessCode, shaResponsePhrase, shaType } = before
    const isSame =
      accessCode === next.accessCode && shaResponsePhrase === next.shaResponsePhrase && shaType === next.shaType
    const replaced = isSame ? [] : [{ accessCode, shaResponsePhrase, shaType, untilMs }]
    return { ...next, former: [...replaced, ...unended(before.former, nowMs)] }
  }
  return next
}

function unended<Each extends Former>(former: readonly Each[] | undefined, nowMs: number): readonly Each[] {
  return (former ?? []).filter(({ untilMs }) => untilMs === undefined || untilMs > nowMs)
}

/** Until when the last of them is accepted. */
export function overlapEnd({ former }: ProviderConfig): Date | null {
  const ends = (former ?? []).flatMap(({ untilMs }) => (untilMs === undefined ? [] : [untilMs]))
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}
