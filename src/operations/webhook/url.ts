import type { ProviderCode } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'

interface OfAccount {
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
}

/** Where a provider should send its notifications; null if it would not take ours, and its account's default holds. */
export function webhooksUrl(deps: Pick<Deps, 'settings'>, account: OfAccount): string | null {
  return deps.settings.publicUrl.startsWith('https://') ? webhookAddress(deps, account) : null
}

/** The address of an account's notifications. */
export function webhookAddress(
  { settings }: Pick<Deps, 'settings'>,
  { provider, providerAccountId }: OfAccount,
): string {
  const path = `${settings.publicUrl}/webhooks/${provider.toLowerCase()}`
  return providerAccountId === null ? path : `${path}/${providerAccountId}`
}
