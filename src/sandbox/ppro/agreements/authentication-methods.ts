import { randomToken } from '../../storage/identifiers.ts'
import type { AuthenticationSettings } from '../api/requests.ts'
import type { AuthenticationMethod, AuthenticationRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import type { PaymentMethod } from './payment-methods.ts'

/** The authentication methods of the request that the payment method supports. */
export function authenticationMethodsOf(
  method: PaymentMethod,
  settings: AuthenticationSettings,
): AuthenticationSettings {
  return settings.filter(({ type }) => method.authenticationTypes.includes(type))
}

/**
 * Opens a page for the consumer's decision, with its time limit, and describes each method that leads to it. The code
 * of SCAN_CODE is simply the page's address.
 */
export function openAuthentication(
  unit: Unit,
  subject: AuthenticationRecord['subject'],
  settings: AuthenticationSettings,
): AuthenticationMethod[] {
  const id = randomToken(21)
  const returnUrl = settings.map(({ settings: values }) => values?.['returnUrl']).find(url => typeof url === 'string')
  const timeoutMs = unit.inferences.authenticationTimeoutMs
  unit.tables.authentications.put({
    id,
    subject,
    returnUrl: returnUrl ?? null,
    answer: null,
    timerId: unit.setTimer(timeoutMs, { kind: 'authentication-timeout', authenticationId: id }),
  })
  const requestUrl = unit.surroundings.authenticationUrl(id)
  return settings.map(({ type }) => ({ type, details: detailsOf(type, requestUrl) }))
}

function detailsOf(type: string, requestUrl: string): AuthenticationMethod['details'] {
  if (type === 'SCAN_CODE') return { codeType: 'QR', codePayload: requestUrl }
  return { requestUrl, requestMethod: 'GET' }
}
