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
  /** What the browser brings: of the query, or of a form. Null where it only looks at the headers. */
  readonly parameters: Readonly<Record<string, string>> | null
  /** The browser's address, where it is known. */
  readonly ip: string | null
}

/**
 * The consumer's browser comes back from a provider. That it comes proves nothing about what the consumer decided, only
 * what it brings signed does: a hosted set-up goes on with it. Then the browser is sent on, to the bank that waits for the
 * consumer or to the merchant's page, with our agreement's id; so it is, and nothing else happens, once the link has expired.
 * Undefined where the link is not ours.
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
  // What the consumer decided is known there now: the next read of the object must not wait for a webhook.
  if (isUndecided(found)) deps.background.run('return', () => askOnReturn(deps, found))
  return { redirectTo }
}
