import { inAscii, withParameter } from '../../base/text/url.ts'
import type { HostedForm } from '../../providers/port/hosted.ts'
import type { AwaitedAgreement } from '../../store/agreement/awaited.ts'
import { isHosted } from './link.ts'

/** The next destination of a consumer's browser. */
export type Onward =
  | { readonly redirectTo: string }
  /** A form that the gateway's page posts from the browser at once. */
  | { readonly form: HostedForm }

/** The page on which the bank waits for the consumer. Undefined if no bank waits. */
export function waitingPage({ id, status, chargeMethods }: AwaitedAgreement): string | undefined {
  if (status !== 'AUTHENTICATION_PENDING') return undefined
  return chargeMethods.find(method => method.type === 'REDIRECT' && !isHosted(method, id))?.requestUrl
}

/**
 * The merchant's page, with the agreement's id and nothing else. The id proves nothing: the merchant has to read the
 * agreement.
 */
export function merchantPage(returnUrl: string, agreementId: string): string {
  return withParameter(inAscii(returnUrl), 'agreementId', agreementId)
}
