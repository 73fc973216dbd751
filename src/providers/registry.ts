import type { Log } from '../base/log/log.ts'
import { APS_NAME } from './aps/answers/answer.ts'
import { accountNamedBy as apsAccountNamedBy, showWebhook as showApsWebhook } from './aps/answers/webhook.ts'
import { capabilities as apsCapabilities } from './aps/capabilities.ts'
import type { ApsConfig } from './aps/config.ts'
import { createApsProvider } from './aps/provider.ts'
import { tryApsCredentials } from './aps/try-credentials.ts'
import { AccountTable } from './own-accounts.ts'
import type { AccountState, OwnAccount, ProviderConfig } from './port/account.ts'
import type { Provider } from './port/provider.ts'
import type { ProviderEntry, ProviderRegistry } from './port/registry.ts'
import { capabilities as pproCapabilities } from './ppro/capabilities.ts'
import type { PproConfig } from './ppro/config.ts'
import { createPproProvider, PPRO_NAME } from './ppro/provider.ts'
import { tryPproCredentials } from './ppro/try-credentials.ts'
import { accountNamedBy as pproAccountNamedBy, showWebhook as showPproWebhook } from './ppro/webhooks/webhook.ts'
import type { SharedBucket } from './shared/shared-rate-gate.ts'

/** The accounts from the environment's variables. */
interface ProviderConfigs {
  readonly ppro: PproConfig | undefined
  readonly aps: ApsConfig | undefined
}

interface RegistryOptions {
  readonly log: Log
  /** Observes the calls of every provider, e.g. to count them. */
  readonly wrap?: (provider: Provider) => Provider
  /** The buckets that all processes share, by the account and the kind of its requests. Default: each counts alone. */
  readonly sharedBucket?: ((...account: readonly string[]) => SharedBucket) | undefined
}

export interface OpenRegistry extends ProviderRegistry {
  /** Replaces the merchants' own accounts by the current ones. */
  put(accounts: readonly OwnAccount[]): void
  /** Replaces the accounts whose credentials cannot be read by the current ones. */
  putUnreadable(accounts: readonly AccountState[]): void
  /** Lets calls in progress finish and closes the connections. */
  close(): Promise<void>
}

/** Every provider of this build, for the environment's accounts and the merchants' own accounts. */
export function createProviderRegistry(
  configs: ProviderConfigs,
  { log, wrap = provider => provider, sharedBucket }: RegistryOptions,
): OpenRegistry {
  // APS reports no rate limit, so that there is nothing to share.
  const openPpro = (config: PproConfig) =>
    createPproProvider(config, {
      log,
      sharedBucket: sharedBucket && (kind => sharedBucket('PPRO', config.baseUrl, config.merchantId, kind)),
    })
  const ppro = configs.ppro && openPpro(configs.ppro)
  const aps = configs.aps && createApsProvider(configs.aps, { log })
  const entries: readonly ProviderEntry[] = [
    {
      code: 'PPRO',
      name: PPRO_NAME,
      capabilities: ppro?.capabilities ?? pproCapabilities,
      provider: ppro && wrap(ppro),
      show: showPproWebhook,
    },
    { code: 'APS', name: APS_NAME, capabilities: apsCapabilities, provider: aps && wrap(aps), show: showApsWebhook },
  ]
  const table = new AccountTable(
    config => (config.provider === 'PPRO' ? openPpro(config) : createApsProvider(config, { log })),
    wrap,
  )
  const shared = { PPRO: configs.ppro?.merchantId, APS: configs.aps?.merchantIdentifier }
  return {
    entries,
    find: (code, accountId) =>
      accountId === null ? entries.find(entry => entry.code === code)?.provider : table.find(code, accountId),
    accountOf: (code, tenant) => table.accountOf(code, tenant),
    own: accountId => table.own(accountId),
    ownProviders: () => table.all(),
    named(code, rawBody) {
      const name = code === 'PPRO' ? pproAccountNamedBy(rawBody) : apsAccountNamedBy(rawBody)
      const own = name === undefined ? [] : table.named(code, name)
      return own.length === 0 || name === shared[code] ? [...own, null] : own
    },
    tryCredentials: (config: ProviderConfig, options) =>
      config.provider === 'PPRO' ? tryPproCredentials(config, options) : tryApsCredentials(config, options),
    refresh: async () => {},
    put: accounts => table.put(accounts),
    putUnreadable: accounts => table.putUnreadable(accounts),
    close: async () => {
      await Promise.all([ppro?.close(), aps?.close(), table.close()])
    },
  }
}
