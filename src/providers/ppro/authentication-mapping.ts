import type { AuthenticationMethod } from '../../domain/authentication.ts'
import type { AuthenticationType } from '../../domain/vocabulary.ts'
import { recordOf, recordsOf, textOf, type Wire } from '../wire.ts'
import { instantOf } from './wire.ts'

const types: ReadonlyMap<string | undefined, AuthenticationType> = new Map([
  ['REDIRECT', 'REDIRECT'],
  ['3DS', 'REDIRECT'],
  ['SCAN_CODE', 'SCAN_CODE'],
  ['APP_INTENT', 'APP_INTENT'],
  ['APP_NOTIFICATION', 'APP_NOTIFICATION'],
  ['MULTI_FACTOR', 'MULTI_FACTOR'],
])

/** The ways that PPRO offers the consumer. Those of an unknown type, or that a browser could not safely open, are left out. */
export function mapAuthenticationMethods(record: Wire): readonly AuthenticationMethod[] {
  const methods = recordsOf(record, 'authenticationMethods') ?? []
  return methods.map(mapMethod).filter(method => method !== undefined)
}

function mapMethod(method: Wire): AuthenticationMethod | undefined {
  const type = types.get(textOf(method, 'type'))
  if (type === undefined) return undefined
  const details = recordOf(method, 'details') ?? {}
  if (type === 'REDIRECT') return mapRedirect(details)
  if (type === 'SCAN_CODE') return mapScanCode(details)
  if (type !== 'APP_INTENT') return { type }
  const appUrl = urlOf(details, 'mobileIntentUri', protocol => !SCRIPTING.has(protocol))
  return appUrl === undefined ? undefined : { type, appUrl }
}

function mapRedirect(details: Wire): AuthenticationMethod | undefined {
  const requestUrl = urlOf(details, 'requestUrl', isWeb)
  if (requestUrl === undefined) return undefined
  return { type: 'REDIRECT', requestUrl, requestMethod: details['requestMethod'] === 'POST' ? 'POST' : 'GET' }
}

function mapScanCode(details: Wire): AuthenticationMethod {
  const codeType = textOf(details, 'codeType')
  const codePayload = textOf(details, 'codePayload')
  const codeImageUrl = urlOf(details, 'codeImage', isWeb)
  const expiresAt = instantOf(details, 'scanBy')?.toISOString()
  const others = ['codeDocument', 'codeProviderEntityId'].flatMap(name => {
    const text = textOf(details, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    type: 'SCAN_CODE',
    ...(codeType !== undefined && { codeType }),
    ...(codePayload !== undefined && { codePayload }),
    ...(codeImageUrl !== undefined && { codeImageUrl }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(others.length > 0 && { details: Object.fromEntries(others) }),
  }
}

const SCRIPTING: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'blob:'])
const isWeb = (protocol: string) => protocol === 'https:' || protocol === 'http:'

/** The field as it was written, where it is an absolute URL of a protocol that may be opened. */
function urlOf(record: Wire, field: string, allows: (protocol: string) => boolean): string | undefined {
  const text = textOf(record, field)
  if (text === undefined || !URL.canParse(text)) return undefined
  return allows(new URL(text).protocol) ? text : undefined
}
