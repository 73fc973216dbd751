import { findAwaitedAgreement } from '../../store/agreement/awaited.ts'
import { findReturn } from '../../store/agreement/find-return.ts'
import { creationRequestId } from '../../store/provider-request/repository.ts'
import { creationAnswered } from '../agreement/await-creation.ts'
import type { Deps } from '../command/deps.ts'
import { readHostedToken } from './link.ts'
import { merchantPage, type Onward, waitingPage } from './redirect.ts'
import { returnLink } from './return-link.ts'

/**
 * Handles the opening of the gateway's link in the consumer's browser. Redirects to the provider's page while the
 * consumer has given no means of payment, to the bank's page while the bank waits for the consumer, and otherwise
 * (finished, expired, revoked) to the merchant's page, which reads the agreement's status. Undefined if the gateway did
 * not issue the link.
 */
export async function authenticationStart(deps: Deps, token: string): Promise<Onward | undefined> {
  const visit = readHostedToken(deps, token)
  const found = visit && (await findReturn(deps.database, 'agreement', visit.agreementId))
  if (visit === undefined || found?.returnUrl == null) return undefined
  const { agreementId, merchantId, mode, returnUrl } = found
  await creationAnswered(deps, agreementId)
  const agreement = await findAwaitedAgreement(deps.database, { merchantId, mode }, agreementId)
  const provider = deps.providers.find(found.provider, found.providerAccountId)
  if (agreement === undefined || !provider?.hosted || !provider.modes.includes(mode)) return undefined
  const waiting = waitingPage(agreement)
  if (waiting !== undefined) return { redirectTo: waiting }
  const { status, revokeRequestedAt, sent, paymentMethod, locale } = agreement
  const awaited = status === 'AUTHENTICATION_PENDING' && revokeRequestedAt === null && !sent
  if (!awaited || visit.expiresAt <= deps.clock.now()) return { redirectTo: merchantPage(returnUrl, agreementId) }
  const sentReference = creationRequestId(agreementId)
  return {
    form: provider.hosted.form({ sentReference, returnUrl: returnLink(deps, agreementId), paymentMethod, locale }),
  }
}
