import { kindOfId } from '../../base/id.ts'
import { findAwaitedAgreement } from '../../store/agreement/awaited.ts'
import { findReturn } from '../../store/agreement/find-return.ts'
import type { Deps } from '../command/deps.ts'
import { hostedReturn } from './form-return.ts'
import { askOnReturn, isUndecided } from './query-on-return.ts'
import { merchantPage, waitingPage } from './redirect.ts'
import { isReturnExpired, readReturnToken } from './return-link.ts'

export interface BrowserVisit {
  /** The signed part of the link. */
  readonly token: string
  /** The browser's parameters, from the query or a form. Null for a HEAD request. */
  readonly parameters: Readonly<Record<string, string>> | null
  /** The browser's IP address, if it is known. */
  readonly ip: string | null
}

/**
 * Handles the return of the consumer's browser from a provider. The return itself proves nothing about the consumer's
 * decision; only signed parameters do, and a hosted setup continues with them. Then the browser is redirected: to the
 * bank's page if the bank waits for the consumer, otherwise to the merchant's page, with the agreement's id. If the
 * link has expired, the gateway only redirects. Undefined if the gateway did not issue the link.
 */
export async function authenticationReturn(
  deps: Deps,
  { token, parameters, ip }: BrowserVisit,
): Promise<{ redirectTo: string } | undefined> {
  const id = readReturnToken(deps, token)
  const kind = id === undefined ? undefined : kindOfId(id)
  if (id === undefined || (kind !== 'agreement' && kind !== 'charge')) return undefined
  const found = await findReturn(deps.database, kind, id)
  if (found?.returnUrl == null) return undefined
  const { agreementId, merchantId, mode } = found
  const tenant = { merchantId, mode }
  const redirectTo = merchantPage(found.returnUrl, agreementId)
  if (parameters === null || isReturnExpired(deps, found.createdAt)) return { redirectTo }
  const provider = deps.providers.find(found.provider, found.providerAccountId)
  if (kind === 'agreement' && provider?.hosted && provider.modes.includes(mode)) {
    const next = await hostedReturn(deps, {
      found,
      tenant,
      agreementId,
      provider,
      hosted: provider.hosted,
      parameters,
      ip,
    })
    const agreement = next === 'bank' ? await findAwaitedAgreement(deps.database, tenant, agreementId) : undefined
    return { redirectTo: (agreement && waitingPage(agreement)) ?? redirectTo }
  }
  // The provider may know the consumer's decision now, so the gateway queries it instead of waiting for a webhook.
  if (isUndecided(found)) deps.background.run('return', () => askOnReturn(deps, found))
  return { redirectTo }
}
