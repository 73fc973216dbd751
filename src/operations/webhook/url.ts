import type { ProviderCode } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'

/** Where a provider should send its notifications; null where it would not take ours, and its account's default holds. */
export function webhooksUrl({ settings }: Pick<Deps, 'settings'>, provider: ProviderCode): string | null {
  return settings.publicUrl.startsWith('https://') ? `${settings.publicUrl}/webhooks/${provider.toLowerCase()}` : null
}
