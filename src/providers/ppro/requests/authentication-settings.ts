import type { AuthenticationType } from '../../../domain/enums.ts'
import type { CreateAgreementCommand } from '../../port/provider.ts'
import { capabilityOf } from '../capabilities.ts'
import { phoneOf } from './consumer-phone.ts'

/** The types for PPRO's agreements. APP_INTENT is for single charges only. */
export const AGREEMENT_AUTHENTICATION_TYPES: ReadonlySet<AuthenticationType> = new Set([
  'REDIRECT',
  'SCAN_CODE',
  'APP_NOTIFICATION',
  'MULTI_FACTOR',
])

/**
 * The types that the caller supports. If the caller names none: REDIRECT, which every browser supports, if the method
 * has it and there is a return URL.
 */
export function requestedTypes(command: CreateAgreementCommand): readonly AuthenticationType[] {
  if (command.authenticationTypes.length > 0) return [...new Set(command.authenticationTypes)]
  const offered = capabilityOf(command.paymentMethod)?.authenticationTypes ?? ['REDIRECT']
  return offered.includes('REDIRECT') && command.returnUrl !== null ? ['REDIRECT'] : []
}

export function authenticationSettings(command: CreateAgreementCommand): readonly object[] | undefined {
  const settings = requestedTypes(command).map(type => {
    if (type === 'REDIRECT') return { type, settings: { returnUrl: command.returnUrl } }
    const identity = phoneOf(command.consumer) ?? command.consumer.email
    if (type === 'APP_NOTIFICATION' && identity !== null)
      return { type, settings: { instrumentProviderIdentity: identity } }
    return { type }
  })
  return settings.length > 0 ? settings : undefined
}
