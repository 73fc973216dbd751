import type { ProviderCode } from '../../../src/domain/enums.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'

/** The operations with providers of which one thing is different. */
export function withProvider(deps: Deps, change: (real: Provider, code: ProviderCode) => Partial<Provider>): Deps {
  const find: Deps['providers']['find'] = (code, account) => {
    const real = deps.providers.find(code, account)
    return real && { ...real, ...change(real, code) }
  }
  return { ...deps, providers: { ...deps.providers, find } }
}

export const aCall = { summary: 'test', durationMs: 1 }

/**
 * Every response to a request is lost on its way, after the provider has executed the request. Unlike the simulators'
 * own faults this does not make providers look broken: no circuit opens, however many are lost.
 */
export function losingAnswers(deps: Deps): Deps {
  return withProvider(deps, real => ({
    send: async (request, options) => {
      await real.send(request, options)
      return { outcome: 'unknown', queryStatusNow: false, call: aCall }
    },
  }))
}

/**
 * For a number of status queries, providers answer that the request is not found; `sent` counts the sent requests, by
 * key.
 */
export function forgetful(
  deps: Deps,
  statusQueries: number,
): { readonly deps: Deps; readonly sent: readonly string[] } {
  const sent: string[] = []
  let left = statusQueries
  const forgetting = withProvider(deps, real => ({
    send: (request, options) => {
      sent.push(request.providerKey)
      return real.send(request, options)
    },
    queryStatus: (question, options) =>
      left-- > 0 ? Promise.resolve({ found: 'absent', call: aCall }) : real.queryStatus(question, options),
  }))
  return { deps: forgetting, sent }
}
