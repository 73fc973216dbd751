import type { ProviderCode } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'

/**
 * The URL for a provider's notifications. Null if the provider would not accept it; the default of its account then
 * applies.
 */
export function webhooksUrl({ settings }: Pick<Deps, 'settings'>, provider: ProviderCode): string | null {
  return settings.publicUrl.startsWith('https://') ? `${settings.publicUrl}/webhooks/${provider.toLowerCase()}` : null
}
