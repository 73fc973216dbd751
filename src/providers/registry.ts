import type { Json } from '../base/json.ts'
import type { Log } from '../base/log.ts'
import type { ProviderCode } from '../domain/vocabulary.ts'
import { APS_NAME } from './aps/answer.ts'
import { capabilities as apsCapabilities } from './aps/capabilities.ts'
import type { ApsConfig } from './aps/config.ts'
import { createApsProvider } from './aps/provider.ts'
import { showWebhook as showApsWebhook } from './aps/webhook.ts'
import { capabilities as pproCapabilities } from './ppro/capabilities.ts'
import type { PproConfig } from './ppro/config.ts'
import { createPproProvider, PPRO_NAME } from './ppro/provider.ts'
import { showWebhook as showPproWebhook } from './ppro/webhook.ts'
import type { Provider } from './provider.ts'

/** Every provider that this build knows, with or without credentials. */
export interface ProviderEntry {
  readonly code: ProviderCode
  readonly name: string
  readonly capabilities: Provider['capabilities']
  /** Undefined where this deployment holds no credentials for it. */
  readonly provider: Provider | undefined
  /** A kept notification as people may see it: its fields as an object, without tokens. Undefined where it cannot be read. */
  readonly show: (rawBody: Uint8Array) => Json | undefined
}

export interface ProviderRegistry {
  readonly entries: readonly ProviderEntry[]
  /** The provider, or undefined where this deployment holds no credentials for it. */
  find(code: ProviderCode): Provider | undefined
}

/** Credentials, where this deployment holds them. */
export interface ProviderConfigs {
  readonly ppro: PproConfig | undefined
  readonly aps: ApsConfig | undefined
}

/** Every provider of this build. `close` lets calls under way finish and closes the connections. */
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
