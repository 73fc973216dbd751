import { onClock } from '../../src/operations/sandbox-clock/time.ts'
import type { Provider, ProviderHealth as ProviderHealthReading } from '../../src/providers/port/provider.ts'
import type { ProviderEntry } from '../../src/providers/port/registry.ts'
import { builder } from '../builder.ts'
import { ProviderCode } from '../common/provider-code.ts'
import type { GraphContext } from '../context.ts'
import { listOf } from '../lists/sizes.ts'
import { PaymentMethodCapability } from './capability.ts'
import { ProviderHealth } from './health.ts'
import { idOfProvider } from './id.ts'

builder.node('Provider', {
  id: { resolve: ({ code }) => idOfProvider(code), description: 'The provider’s id, prv_….' },
  loadOne: (id, { deps }) => deps.providers.entries.find(({ code }) => idOfProvider(code) === id) ?? null,
  description: 'A payment provider that this gateway supports.',
  fields: t => ({
    code: t.expose('code', { type: ProviderCode, description: 'The provider’s code in this API.' }),
    name: t.exposeString('name', { description: 'The provider’s display name.' }),
    enabled: t.boolean({
      description: 'true: the gateway has credentials for this provider that keys of your mode can use.',
      resolve: (entry, _args, context) => usable(entry, context) !== undefined,
    }),
    sandbox: t.boolean({
      description: 'true: the provider is the built-in simulator.',
      resolve: (entry, _args, context) => (usable(entry, context) ?? entry.provider)?.simulated ?? false,
    }),
    paymentMethods: t.field({
      type: [PaymentMethodCapability],
      description: 'The payment methods, with what each supports.',
      extensions: listOf(10),
      resolve: (entry, _args, context) => usable(entry, context)?.capabilities ?? entry.capabilities,
    }),
    health: t.field({
      type: ProviderHealth,
      nullable: true,
      clientNull: true,
      description:
        'The provider’s recent health, measured by this gateway process. Null if the provider is not enabled.',
      resolve: (entry, _args, context) => healthOf(entry, context),
    }),
  }),
})

/** The provider for the account on which the caller's merchant makes new agreements. */
function usable({ code, provider: shared }: ProviderEntry, { caller, deps }: GraphContext): Provider | undefined {
  const accountId = deps.providers.accountOf(code, caller.tenant)
  if (accountId === undefined) return undefined
  const provider = accountId === null ? shared : deps.providers.find(code, accountId)
  return provider?.modes.includes(caller.tenant.mode) ? provider : undefined
}

/** The circuit uses real time, but the API shows times of the gateway's clock. */
function healthOf(entry: ProviderEntry, context: GraphContext): ProviderHealthReading | undefined {
  const health = usable(entry, context)?.health()
  if (health === undefined || health.lastFailureAt === null) return health
  return { ...health, lastFailureAt: onClock(context.deps, health.lastFailureAt) }
}

// ── Query.providers

builder.queryField('providers', t =>
  t.field({
    type: ['Provider'],
    scope: 'any',
    description: 'Every provider that this gateway supports, including those without credentials.',
    extensions: listOf(2),
    resolve: (_root, _args, { deps }) => deps.providers.entries,
  }),
)
