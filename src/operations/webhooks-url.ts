import type { ProviderCode } from '../domain/vocabulary.ts'
import type { Deps } from './deps.ts'

/** Where a provider should send its notifications; null where it would not take ours, and its account's default holds. */
export function webhooksUrl({ settings }: Pick<Deps, 'settings'>, provider: ProviderCode): string | null {
  return settings.publicUrl.startsWith('https://') ? `${settings.publicUrl}/webhooks/${provider.toLowerCase()}` : null
}
