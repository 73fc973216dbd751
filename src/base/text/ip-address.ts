import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

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

/** All that IANA has given out of IPv6 to reach somebody by. */
const isGivenOut = addressMatcher(['2000::/3'])
/** These reach nobody. They count as public all the same: in examples and tests they stand for a consumer's address. */
const isDocumentation = addressMatcher([
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
  '3fff::/20',
])
/** IPv6 that is made from IPv4: by NAT64 and 6to4. The number of the first byte of the IPv4 address. */
const carriers = [
  { carries: addressMatcher(['64:ff9b::/96']), from: 12 },
  { carries: addressMatcher(['2002::/16']), from: 2 },
]

/** Whether a text is an address by which somebody on the internet may be reached. One that carries an IPv4 address is judged by that. */
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
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || isGivenOut(alone))
}

/** An address, or a range of them such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  return networkOf(text) !== undefined
}

/** @param ranges each of them is one, see isAddressRange. @returns Whether an address, as readAddress gives it, is in any of them. */
export function addressMatcher(ranges: readonly string[]): (address: string) => boolean {
  const networks = ranges.map(networkOf).filter(network => network !== undefined)
  return text => {
    const address = ipaddr.parse(text)
    return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
  }
}

/** IPv4 in IPv6's clothes becomes IPv4, as the addresses that are compared with it. */
function networkOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const [address = '', ...prefix] = text.split('/')
  if (isIP(address) === 0 || address.includes('%') || prefix.length > 1) return undefined
  if (prefix.length === 1 && !ipaddr.isValidCIDR(text)) return undefined
  const written = ipaddr.parse(address)
  const network = ipaddr.process(address)
  const [all, dressed] = network.kind() === 'ipv6' ? [128, 0] : [32, written.kind() === 'ipv6' ? 96 : 0]
  const bits = prefix[0] === undefined ? all : Number(prefix[0]) - dressed
  // A wider range than all of IPv4 holds addresses of both kinds.
  return bits < 0 ? undefined : [network, bits]
}
