import type { ProviderCode } from '../../domain/enums.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { providerUnavailable } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { onClock } from '../sandbox-clock/time.ts'

function notAnswering(name: string, retryAfter: Date | null) {
  const again = retryAfter ? ` after ${retryAfter.toISOString()}` : ' later'
  return providerUnavailable(
    `${name} is not available at the moment. Nothing was sent. Send the request again${again}.`,
    retryAfter,
  )
}

/** The provider if it can be called now; otherwise the error, before anything is recorded or sent. */
export function usableProvider(
  deps: Deps,
  caller: Pick<Caller, 'tenant'>,
  code: ProviderCode,
): { ok: true; provider: Provider } | ReturnType<typeof providerUnavailable> {
  const provider = deps.providers.find(code)
  if (provider === undefined)
    return providerUnavailable(`This gateway has no credentials for ${code}. Ask its operator to add them.`)
  if (!provider.modes.includes(caller.tenant.mode))
    return providerUnavailable(
      `The gateway's credentials for ${code} work only with ${provider.modes.join(' and ').toLowerCase()} keys, ` +
        `but your key is a ${caller.tenant.mode.toLowerCase()} key. Use another key.`,
    )
  const { circuit, retryAfter } = provider.health()
  if (circuit === 'OPEN') return notAnswering(provider.name, retryAfter && onClock(deps, retryAfter))
  return { ok: true, provider }
}
