import type { AccountMode, Config } from './config.ts'
import { ownAddresses } from './provider-hosts.ts'

/** The addresses of a merchant's own account. The merchant does not choose them. */
interface AccountAddresses {
  readonly ppro: { readonly baseUrl: string; readonly simulated: boolean }
  readonly aps: { readonly apiUrl: string; readonly pageUrl: string; readonly simulated: boolean }
}

/**
 * The addresses of the environment's account of that mode; without such an account, those of the provider's own system.
 * Undefined for LIVE in sandbox mode: its clock can be moved, and that would move real money.
 */
export function accountAddresses({ providers, sandbox }: Config, mode: AccountMode): AccountAddresses | undefined {
  if (sandbox !== undefined && mode === 'LIVE') return undefined
  const { ppro, aps } = providers
  const own = { ppro: ownAddresses.PPRO[mode], aps: ownAddresses.APS[mode] }
  return {
    ppro:
      ppro?.mode === mode ? { baseUrl: ppro.baseUrl, simulated: ppro.simulated } : { ...own.ppro, simulated: false },
    aps:
      aps?.mode === mode
        ? { apiUrl: aps.apiUrl, pageUrl: aps.pageUrl, simulated: aps.simulated }
        : { ...own.aps, simulated: false },
  }
}
