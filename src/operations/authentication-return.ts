import { kindOfId } from '../base/id.ts'
import { findReturn } from '../store/find-return.ts'
import { askAboutAgreement } from './agreement-ask.ts'
import type { Deps } from './deps.ts'
import { readReturnToken } from './return-link.ts'

/**
 * The consumer's browser comes back from a provider. It proves nothing about what the consumer decided: the answer only
 * sends the browser on to the merchant's page, with our agreement's id. Undefined where the link is not ours.
 */
export async function authenticationReturn(deps: Deps, token: string): Promise<{ redirectTo: string } | undefined> {
  const id = readReturnToken(deps, token)
  const kind = id === undefined ? undefined : kindOfId(id)
  if (id === undefined || (kind !== 'agreement' && kind !== 'charge')) return undefined
  const found = await findReturn(deps.database, kind, id)
  if (found?.returnUrl == null) return undefined
  const { agreementId, merchantId, mode } = found
  // What the consumer decided is known there now: whoever reads the object next should not have to wait for a webhook.
  deps.background.run('return', async () => {
    await askAboutAgreement(deps, { merchantId, mode }, agreementId, { source: 'RECONCILIATION', actor: 'return' })
  })
  return { redirectTo: withAgreementId(inAscii(found.returnUrl), agreementId) }
}

// A header takes ASCII only: where the merchant's URL has more it is encoded as a browser would; else it stays to the letter.
function inAscii(url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href
}

/** The merchant's own URL to the letter, with one parameter added to its query. */
function withAgreementId(url: string, agreementId: string): string {
  const [address = '', ...fragment] = url.split('#')
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return [`${address}${joint}agreementId=${agreementId}`, ...fragment].join('#')
}
