import type { Log } from '../base/log/log.ts'
import { APS_NAME } from './aps/answers/answer.ts'
import { showWebhook as showApsWebhook } from './aps/answers/webhook.ts'
import { capabilities as apsCapabilities } from './aps/capabilities.ts'
import type { ApsConfig } from './aps/config.ts'
import { createApsProvider } from './aps/provider.ts'
import type { ProviderEntry, ProviderRegistry } from './port/registry.ts'
import { capabilities as pproCapabilities } from './ppro/capabilities.ts'
import type { PproConfig } from './ppro/config.ts'
import { createPproProvider, PPRO_NAME } from './ppro/provider.ts'
import { showWebhook as showPproWebhook } from './ppro/webhooks/webhook.ts'

/** The credentials of each provider, if this deployment has them. */
interface ProviderConfigs {
  readonly ppro: PproConfig | undefined
  readonly aps: ApsConfig | undefined
}

/** Every provider of this build. `close` lets running calls finish and closes the connections. */
export function createProviderRegistry(
  configs: ProviderConfigs,
  { log }: { readonly log: Log },
): ProviderRegistry & { close(): Promise<void> } {
  const ppro = configs.ppro && createPproProvider(configs.ppro, { log })
  const aps = configs.aps && createApsProvider(configs.aps, { log })
  const entries: readonly ProviderEntry[] = [
    {
      code: 'PPRO',
      name: PPRO_NAME,
      capabilities: ppro?.capabilities ?? pproCapabilities,
      provider: ppro,
      show: showPproWebhook,
    },
    { code: 'APS', name: APS_NAME, capabilities: apsCapabilities, provider: aps, show: showApsWebhook },
  ]
  return {
    entries,
    find: code => entries.find(entry => entry.code === code)?.provider,
    close: async () => {
      await Promise.all([ppro?.close(), aps?.close()])
    },
  }
}
