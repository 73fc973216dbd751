import { randomUUID } from 'node:crypto'
import type { Answer } from '../../src/providers/port/outcome.ts'
import type { Provider, ProviderRequest } from '../../src/providers/port/provider.ts'
import type { ProviderRegistry } from '../../src/providers/port/registry.ts'
import { sandboxCapabilities } from '../../src/providers/ppro/capabilities.ts'
import { prepareRequest } from '../../src/providers/ppro/requests/request.ts'
import { noOwnAccounts } from '../../test/support/world/no-own-accounts.ts'

export interface InstantProviderOptions {
  /** Called for each request. */
  readonly onSend?: () => void
}

/**
 * A provider that takes no time: it builds PPRO's requests, and approves and captures each at once. It has neither a
 * rate limit nor a circuit breaker.
 */
export function instantProviders({ onSend = () => {} }: InstantProviderOptions = {}): ProviderRegistry {
  const provider: Provider = {
    code: 'PPRO',
    name: 'PPRO',
    simulated: true,
    modes: ['TEST'],
    capabilities: sandboxCapabilities,
    idempotencySupport: { safeVerbs: [], replaysResponse: false, rememberedMs: null },
    readsAgreements: true,
    prepare: prepareRequest,
    send: async request => {
      onSend()
      return approved(request)
    },
    queryStatus: async () => ({ found: 'unknown', call: { summary: 'never asked', durationMs: 0 } }),
    receive: () => ({ verdict: 'forged', reason: 'sends nothing' }),
    read: () => undefined,
    health: () => ({ circuit: 'CLOSED', retryAfter: null, successRate: null, p95LatencyMs: null, lastFailureAt: null }),
  }
  const { code, name, capabilities } = provider
  return {
    entries: [{ code, name, capabilities, provider, show: () => undefined }],
    find: asked => (asked === code ? provider : undefined),
    ...noOwnAccounts,
  }
}

function approved({ expected }: ProviderRequest): Answer {
  const succeeded = (kind: 'AUTHORIZATION' | 'CAPTURE') =>
    ({ kind, status: 'SUCCEEDED', providerReference: randomUUID() }) as const
  return {
    outcome: 'approved',
    call: { httpStatus: 201, summary: '201, CAPTURED', durationMs: 0 },
    reports: [
      {
        about: 'charge',
        providerReference: randomUUID(),
        sentReference: expected.sentReference,
        operations: [succeeded('AUTHORIZATION'), succeeded('CAPTURE')].map(operation => ({
          ...operation,
          ...(expected.amount === undefined ? {} : { amount: BigInt(expected.amount) }),
        })),
        complete: true,
      },
    ],
  }
}
