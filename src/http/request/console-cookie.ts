import type { IncomingHttpHeaders } from 'node:http'
import { isSameOrigin } from './origin.ts'

/** What a person in the console signs in with ends in this cookie: a session's credential, or a client token. Never a key. */
const CREDENTIAL = /^c[st]_[\w.-]{1,1021}$/
/** Only our own page can send it without a preflight, and a request of another site has no cookie at all (SameSite). */
const HEADER = 'x-perennial-console'
/** The same for a WebSocket, whose headers a page cannot set. */
const PARAMETER = 'console'

export interface ConsoleCookie {
  /** The credential in the cookie, if our own page sent the request. */
  credentialOf(headers: IncomingHttpHeaders): string | undefined
  /** The same for the request that opened a WebSocket. @param parameters Of its connection_init. */
  credentialOfSocket(headers: IncomingHttpHeaders, parameters: Readonly<Record<string, unknown>>): string | undefined
  /** True if our own page sent the request, with or without a cookie. */
  isOwnPage(headers: IncomingHttpHeaders): boolean
  /** The value of Set-Cookie; without a credential it removes the cookie. */
  set(credential?: string, seconds?: number): string
}

/** @param publicUrl Where browsers reach the gateway: behind a proxy, the Host header can be another one. */
export function createConsoleCookie(publicUrl: string | undefined): ConsoleCookie {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin
  const isSecure = own?.startsWith('https:') === true
  // With this prefix, browsers accept it from this host alone, and by https alone.
  const name = isSecure ? '__Host-perennial_console' : 'perennial_console'
  const valueIn = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`)
  const fixed = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`

  const isOwnOrigin = (headers: IncomingHttpHeaders) => headers.origin === own || isSameOrigin(headers)
  /** Browsers send Origin with every POST and WebSocket, and Sec-Fetch-Site where the connection is trusted. */
  const isFromOwnPage = (headers: IncomingHttpHeaders) => {
    const { origin, 'sec-fetch-site': site } = headers
    if (origin === undefined && site === undefined) return false
    return (origin === undefined || isOwnOrigin(headers)) && (site === undefined || site === 'same-origin')
  }
  const cookieIn = ({ cookie }: IncomingHttpHeaders) => {
    const value = valueIn.exec(cookie ?? '')?.[1] ?? ''
    return CREDENTIAL.test(value) ? value : undefined
  }
  const isOwnPage = (headers: IncomingHttpHeaders) => headers[HEADER] !== undefined && isFromOwnPage(headers)
  return {
    isOwnPage,
    credentialOf: headers => (isOwnPage(headers) ? cookieIn(headers) : undefined),
    credentialOfSocket: (headers, parameters) =>
      parameters[PARAMETER] === true && headers.origin !== undefined && isFromOwnPage(headers)
        ? cookieIn(headers)
        : undefined,
    set: (credential = '', seconds = 0) => `${name}=${credential}; Max-Age=${seconds}; ${fixed}`,
  }
}
