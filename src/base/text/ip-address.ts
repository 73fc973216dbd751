import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

const PORT = '(?::(?:\\d{1,5}|_[\\w.-]{1,64}))?'
const BRACKETED = new RegExp(`^\\[([^\\]]{1,128})\\]${PORT}$`)
const IPV4 = new RegExp(`^([\\d.]{7,15})${PORT}$`)

/**
 * An IP address as proxies and sockets write it: with a port, in brackets, with a zone, or IPv4 inside IPv6.
 *
 * @returns The address alone, in its shortest form; undefined if the text is not an address.
 */
export function readAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const bare = BRACKETED.exec(trimmed)?.[1] ?? IPV4.exec(trimmed)?.[1] ?? trimmed
  const address = bare.split('%', 1)[0] ?? ''
  return isIP(address) === 0 ? undefined : ipaddr.process(address).toString()
}

/** The part of IPv6 that IANA has allocated as global unicast. */
export const isAllocated = addressMatcher(['2000::/3'])
/** Addresses for documentation. They count as public, because examples and tests use them as consumers' addresses. */
const isDocumentation = addressMatcher([
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
  '3fff::/20',
])
/** IPv6 addresses that contain an IPv4 address (NAT64 and 6to4). `from` is the index of its first byte. */
const carriers = [
  { carries: addressMatcher(['64:ff9b::/96']), from: 12 },
  { carries: addressMatcher(['2002::/16']), from: 2 },
]

/** Whether a text is a public address of the internet. One that contains an IPv4 address is judged by that. */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.process(text)
  const alone = address.toString()
  const carrier = carriers.find(({ carries }) => carries(alone))
  if (carrier)
    return isPublicAddress(
      address
        .toByteArray()
        .slice(carrier.from, carrier.from + 4)
        .join('.'),
    )
  if (isDocumentation(alone)) return true
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || isAllocated(alone))
}

/** Whether a text is an address or a range of addresses such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  return networkOf(text) !== undefined
}

/** @param ranges See isAddressRange. @returns Whether an address, as readAddress returns it, is in any range. */
export function addressMatcher(ranges: readonly string[]): (address: string) => boolean {
  const networks = ranges.map(networkOf).filter(network => network !== undefined)
  return text => {
    const address = ipaddr.parse(text)
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
  }
}

/** An IPv4 address mapped into IPv6 becomes IPv4, like the addresses that are compared with it. */
function networkOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const [address = '', ...prefix] = text.split('/')
  if (isIP(address) === 0 || address.includes('%') || prefix.length > 1) return undefined
  if (prefix.length === 1 && !ipaddr.isValidCIDR(text)) return undefined
  const written = ipaddr.parse(address)
  const network = ipaddr.process(address)
  const [all, mapped] = network.kind() === 'ipv6' ? [128, 0] : [32, written.kind() === 'ipv6' ? 96 : 0]
  const bits = prefix[0] === undefined ? all : Number(prefix[0]) - mapped
  // A wider range than all of IPv4 holds addresses of both kinds.
  return bits < 0 ? undefined : [network, bits]
}
