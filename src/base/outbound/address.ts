import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { addressMatcher, isAllocated } from '../text/ip-address.ts'

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
