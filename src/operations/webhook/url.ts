import type { ProviderCode } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'

interface OfAccount {
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
}

/**
 * The URL for an account's notifications. Null if the provider would not accept it; the default of its account then
 * applies.
 */
export function webhooksUrl(deps: Pick<Deps, 'settings'>, account: OfAccount): string | null {
  return deps.settings.publicUrl.startsWith('https://') ? webhookAddress(deps, account) : null
}

/** The URL at which the gateway receives an account's notifications. */
export function webhookAddress(
  { settings }: Pick<Deps, 'settings'>,
  { provider, providerAccountId }: OfAccount,
): string {
  const path = `${settings.publicUrl}/webhooks/${provider.toLowerCase()}`
  return providerAccountId === null ? path : `${path}/${providerAccountId}`
}
