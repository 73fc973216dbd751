import type { AccountMode, Config } from './config.ts'
import { ownAddresses } from './provider-hosts.ts'

/** Where an account of a merchant's own is reached, which its merchant does not choose. */
interface AccountAddresses {
  readonly ppro: { readonly baseUrl: string; readonly simulated: boolean }
  readonly aps: { readonly apiUrl: string; readonly pageUrl: string; readonly simulated: boolean }
}

/**
 * As the environment's own account of that mode; otherwise the provider's own system. Undefined for LIVE in sandbox mode:
 * its clock can be moved, and real money would move with it.
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
