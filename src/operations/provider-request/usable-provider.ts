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

/** An object that was made on one of a provider's accounts. */
interface OnAccount {
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
}

type Usable = { ok: true; provider: Provider } | ReturnType<typeof providerUnavailable>

/**
 * The provider for the account on which something was made, if it can be called now. Otherwise the error, before
 * anything is recorded or sent.
 */
export function usableProvider(
  deps: Deps,
  caller: Pick<Caller, 'tenant'>,
  { provider: code, providerAccountId }: OnAccount,
): Usable {
  const provider = deps.providers.find(code, providerAccountId)
  if (provider === undefined)
    return providerUnavailable(
      providerAccountId === null
        ? `This gateway has no credentials for ${code}. Ask its operator to add them.`
        : `This gateway has not read the provider account ${providerAccountId} yet. Send the request again after a second.`,
    )
  if (!provider.modes.includes(caller.tenant.mode))
    return providerUnavailable(
      `The gateway's credentials for ${code} work only with ${provider.modes.join(' and ').toLowerCase()} keys, ` +
        `but your key is a ${caller.tenant.mode.toLowerCase()} key. Use another key.`,
    )
  const { circuit, retryAfter } = provider.health()
  if (circuit === 'OPEN') return notAnswering(provider.name, retryAfter && onClock(deps, retryAfter))
  return { ok: true, provider }
}

/** The same for a new charge: a RETIRED account takes none. */
export function chargeableProvider(deps: Deps, caller: Pick<Caller, 'tenant'>, made: OnAccount): Usable {
  const { providerAccountId } = made
  if (providerAccountId !== null && deps.providers.own(providerAccountId)?.status === 'RETIRED')
    return providerUnavailable(
      `The provider account ${providerAccountId}, on which the agreement was made, is retired. Nothing new is charged on it.`,
    )
  return usableProvider(deps, caller, made)
}

/** The account on which a merchant makes a new agreement: its own, or the shared one if it never had one of its own. */
export function providerForNew(
  deps: Deps,
  caller: Pick<Caller, 'tenant'>,
  code: ProviderCode,
): { ok: true; provider: Provider; providerAccountId: string | null } | ReturnType<typeof providerUnavailable> {
  const providerAccountId = deps.providers.accountOf(code, caller.tenant)
  if (providerAccountId === undefined)
    return providerUnavailable(`Your account at ${code} is retired. Set a new one with providerAccountSet.`)
  const usable = usableProvider(deps, caller, { provider: code, providerAccountId })
  return usable.ok ? { ...usable, providerAccountId } : usable
}
