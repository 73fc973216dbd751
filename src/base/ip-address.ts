import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Addresses by which nobody on the internet is reached. Those of documentation are not among them: examples use them. */
const NOT_PUBLIC: ReadonlySet<string> = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'loopback',
  'linkLocal',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
])

const PORT = '(?::(?:\\d{1,5}|_[\\w.-]{1,64}))?'
const BRACKETED = new RegExp(`^\\[([^\\]]{1,128})\\]${PORT}$`)
const IPV4 = new RegExp(`^([\\d.]{7,15})${PORT}$`)

/**
 * An IP address as proxies and sockets write it: with a port, in brackets, with a zone, or IPv4 inside IPv6.
 *
 * @returns The address alone, in its shortest form; undefined where the text is none.
 */
export function readAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const bare = BRACKETED.exec(trimmed)?.[1] ?? IPV4.exec(trimmed)?.[1] ?? trimmed
  const address = bare.split('%', 1)[0] ?? ''
  return isIP(address) === 0 ? undefined : ipaddr.process(address).toString()
}

/** Whether a text is an address by which somebody on the internet may be reached. */
export function isPublicAddress(text: string): boolean {
  return ipaddr.isValid(text) && !NOT_PUBLIC.has(ipaddr.parse(text).range())
}

/** An address, or a range of them such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  const [address = '', ...prefix] = text.split('/')
  if (isIP(address) === 0 || address.includes('%')) return false
  return prefix.length === 0 || (prefix.length === 1 && ipaddr.isValidCIDR(text))
}

/** @param ranges each of them is one, see isAddressRange. @returns Whether an address, as readAddress gives it, is in any of them. */
export function addressMatcher(ranges: readonly string[]): (address: string) => boolean {
  const networks = ranges.map(range => ipaddr.parseCIDR(range.includes('/') ? range : rangeOfOne(range)))
  return text => {
    const address = ipaddr.parse(text)
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
  }
}

function rangeOfOne(text: string): string {
  const address = ipaddr.process(text)
  return `${address}/${address.kind() === 'ipv6' ? 128 : 32}`
}
