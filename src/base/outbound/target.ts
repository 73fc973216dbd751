import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { addressMatcher, isAllocated } from '../text/ip-address.ts'

/** What may be dialed besides https on the internet. */
export interface TargetRules {
  /** Allows http to this machine, in any port: for trying it out. */
  readonly loopback: boolean
}

export type Target = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string }

const LONGEST_URL = 2_048
/** Below it are the services of an operating system, and https is 443. */
const FIRST_FREE_PORT = 1_024
/** Names that only a local network answers. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain|onion)$/

/**
 * Checks an address that a caller gives, before its name is resolved: the resolved address is checked at each dial. The
 * URL is read as by a browser, so that 0x7f.1, 2130706433 and full-width digits are what they mean: 127.0.0.1.
 */
export function readTarget(text: string, { loopback }: TargetRules): Target {
  const url = text.length > LONGEST_URL ? null : URL.parse(text)
  if (url === null) return refuse(`Must be an absolute URL of at most ${LONGEST_URL} characters.`)
  if (url.username !== '' || url.password !== '') return refuse('Must not contain a user name or a password.')
  if (url.hash !== '') return refuse('Must not contain a fragment.')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (url.protocol === 'http:' && loopback && (host === 'localhost' || isLoopback(host))) return { ok: true, url }
  if (url.protocol !== 'https:')
    return refuse(
      loopback ? 'Must begin with https://, or be http on localhost, 127.0.0.1 or [::1].' : 'Must begin with https://.',
    )
  if (url.port !== '' && Number(url.port) < FIRST_FREE_PORT)
    return refuse(`The port must be 443 or at least ${FIRST_FREE_PORT}.`)
  return isIP(host) === 0 ? checkName(host, url) : checkAddress(host, url)
}

function checkAddress(host: string, url: URL): Target {
  return isOnInternet(host) ? { ok: true, url } : refuse('Must be an address on the public internet.')
}

function checkName(host: string, url: URL): Target {
  if (host.endsWith('.')) return refuse('The host name must not end with a dot.')
  if (!host.includes('.') || LOCAL_NAME.test(host)) return refuse('Must be a host name on the public internet.')
  return { ok: true, url }
}

function refuse(reason: string): Target {
  return { ok: false, reason }
}

/** Public by number, but not on the internet: documentation, and the host that serves Azure's machines their secrets. */
const isExcluded = addressMatcher(['168.63.129.16/32', '2001:db8::/32', '3fff::/20'])

/**
 * True if a connection to this address leaves for the internet. Stricter than `isPublicAddress`: an IPv6 address that
 * contains an IPv4 address (mapped, NAT64, 6to4, Teredo) is refused whatever that one is.
 */
export function isOnInternet(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast' || isExcluded(text)) return false
  return address.kind() === 'ipv4' || isAllocated(text)
}

const isLoopbackRange = addressMatcher(['127.0.0.0/8', '::1/128'])

/** True if a connection to this address stays on this machine. */
export function isLoopback(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && isLoopbackRange(text)
}
