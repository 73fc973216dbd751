import { onClock } from '../../src/operations/sandbox-clock/time.ts'
import type { Provider, ProviderHealth as ProviderHealthReading } from '../../src/providers/port/provider.ts'
import type { ProviderEntry } from '../../src/providers/port/registry.ts'
import { builder } from '../builder.ts'
import { ProviderCode } from '../common/provider-code.ts'
import type { GraphContext } from '../context.ts'
import { listOf } from '../list-size.ts'
import { PaymentMethodCapability } from './capability.ts'
import { ProviderHealth } from './health.ts'
import { idOfProvider } from './id.ts'

builder.objectType('Provider', {
  description: 'A payment provider that this gateway speaks to.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.id({ description: 'prv_…', resolve: ({ code }) => idOfProvider(code) }),
    code: t.expose('code', { type: ProviderCode, description: 'Its name in this API.' }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    enabled: t.boolean({
      description: 'False where this deployment holds no credentials for it that keys of this mode may use.',
      resolve: (entry, _args, context) => usable(entry, context) !== undefined,
    }),
    sandbox: t.boolean({
      description: 'True where it talks to the built-in simulator.',
      resolve: ({ provider }) => provider?.simulated ?? false,
    }),
    paymentMethods: t.expose('capabilities', {
      type: [PaymentMethodCapability],
      description: 'What it offers, and what each can do.',
      extensions: listOf(10),
    }),
    health: t.field({
      type: ProviderHealth,
      nullable: true,
      description: 'How it did lately, as seen from this process; null where it is not enabled.',
      resolve: (entry, _args, context) => healthOf(entry, context),
    }),
  }),
})

function usable({ provider }: ProviderEntry, { caller }: GraphContext): Provider | undefined {
  return provider?.modes.includes(caller.tenant.mode) ? provider : undefined
}

/** Its circuit goes by real time; what is shown goes by the clock. */
function healthOf(entry: ProviderEntry, context: GraphContext): ProviderHealthReading | undefined {
  const health = usable(entry, context)?.health()
  if (health === undefined || health.lastFailureAt === null) return health
  return { ...health, lastFailureAt: onClock(context.deps, health.lastFailureAt) }
}

// ── Query.providers

builder.queryField('providers', t =>
  t.field({
    type: ['Provider'],
    description: 'Every provider that this gateway knows, those without credentials included.',
    extensions: listOf(2),
    resolve: (_root, _args, { deps }) => deps.providers.entries,
  }),
)
