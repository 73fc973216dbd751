import type { ProviderCode } from '../domain/vocabulary.ts'
import type { Provider } from '../providers/provider.ts'
import { providerUnavailable } from './answers.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import { onClock } from './sandbox-time.ts'

/** The provider, where it can be called now; else why not, known before anything is recorded or sent. */
export function usableProvider(
  deps: Deps,
  caller: Pick<Caller, 'tenant'>,
  code: ProviderCode,
): { ok: true; provider: Provider } | ReturnType<typeof providerUnavailable> {
  const provider = deps.providers.find(code)
  if (provider === undefined) return providerUnavailable(`This deployment holds no credentials for ${code}.`)
  if (!provider.modes.includes(caller.tenant.mode))
    return providerUnavailable(`The credentials for ${code} do not serve ${caller.tenant.mode.toLowerCase()} keys.`)
  const { circuit, retryAfter } = provider.health()
  if (circuit === 'OPEN')
    return providerUnavailable(
      `${provider.name} is not answering; its circuit is open.`,
      retryAfter && onClock(deps, retryAfter),
    )
  return { ok: true, provider }
}
