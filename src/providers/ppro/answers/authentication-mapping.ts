import type { AuthenticationMethod } from '../../../domain/agreement/authentication.ts'
import type { AuthenticationType } from '../../../domain/enums.ts'
import { recordOf, recordsOf, textOf, type Wire } from '../../shared/wire.ts'
import { instantOf } from './wire.ts'

const types: ReadonlyMap<string | undefined, AuthenticationType> = new Map([
  ['REDIRECT', 'REDIRECT'],
  ['3DS', 'REDIRECT'],
  ['SCAN_CODE', 'SCAN_CODE'],
  ['APP_INTENT', 'APP_INTENT'],
  ['APP_NOTIFICATION', 'APP_NOTIFICATION'],
  ['MULTI_FACTOR', 'MULTI_FACTOR'],
])

/**
 * PPRO's authentication methods. Those of an unknown type or with an unsafe URL are left out.
 * @param plainHttp see reachedByPlainHttp.
 */
export function mapAuthenticationMethods(record: Wire, plainHttp: boolean): readonly AuthenticationMethod[] {
  const methods = recordsOf(record, 'authenticationMethods') ?? []
  return methods.map(method => mapMethod(method, plainHttp)).filter(method => method !== undefined)
}

function mapMethod(method: Wire, plainHttp: boolean): AuthenticationMethod | undefined {
  const type = types.get(textOf(method, 'type'))
  if (type === undefined) return undefined
  const details = recordOf(method, 'details') ?? {}
  if (type === 'REDIRECT') return mapRedirect(details, plainHttp)
  if (type === 'SCAN_CODE') return mapScanCode(details, plainHttp)
  if (type !== 'APP_INTENT') return { type }
  const isAllowed = (protocol: string) => !SCRIPTING.has(protocol) && (plainHttp || protocol !== 'http:')
  const appUrl = urlOf(details, 'mobileIntentUri', isAllowed)
  return appUrl === undefined ? undefined : { type, appUrl }
}

function mapRedirect(details: Wire, plainHttp: boolean): AuthenticationMethod | undefined {
  const requestUrl = pageOf(details, 'requestUrl', plainHttp)
  if (requestUrl === undefined) return undefined
  return { type: 'REDIRECT', requestUrl, requestMethod: details['requestMethod'] === 'POST' ? 'POST' : 'GET' }
}

function mapScanCode(details: Wire, plainHttp: boolean): AuthenticationMethod {
  const codeType = textOf(details, 'codeType')
  const codePayload = textOf(details, 'codePayload')
  const codeImageUrl = pageOf(details, 'codeImage', plainHttp)
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

function pageOf(record: Wire, field: string, plainHttp: boolean): string | undefined {
  return urlOf(record, field, protocol => protocol === 'https:' || (plainHttp && protocol === 'http:'))
}

/** The unchanged text of the field, if it is an absolute URL with an allowed protocol. */
function urlOf(record: Wire, field: string, allows: (protocol: string) => boolean): string | undefined {
  const text = textOf(record, field)
  if (text === undefined || !URL.canParse(text)) return undefined
  return allows(new URL(text).protocol) ? text : undefined
}
