import { inAscii, withParameter } from '../../base/text/url.ts'
import type { HostedForm } from '../../providers/port/hosted.ts'
import type { AwaitedAgreement } from '../../store/agreement/awaited.ts'
import { isHosted } from './link.ts'

/** Where a consumer's browser goes next. */
export type Onward =
  | { readonly redirectTo: string }
  /** Posted by our page, from the browser, at once. */
  | { readonly form: HostedForm }

/** The page on which the bank waits for the consumer; undefined where none does. */
export function waitingPage({ id, status, chargeMethods }: AwaitedAgreement): string | undefined {
  if (status !== 'AUTHENTICATION_PENDING') return undefined
  return chargeMethods.find(method => method.type === 'REDIRECT' && !isHosted(method, id))?.requestUrl
}

/** The merchant's page, with our agreement's id and nothing else: it proves nothing, the object has to be read. */
export function merchantPage(returnUrl: string, agreementId: string): string {
  return withParameter(inAscii(returnUrl), 'agreementId', agreementId)
}
