import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { addressMatcher } from '../../base/text/ip-address.ts'
import { browserAddress } from '../request/browser-address.ts'

/** Where a request comes from, as quotas count it. */
export interface CallerAddress {
  /** The whole address; null if it is unknown. */
  readonly ip: string | null
  /** An IPv4 address, or the first 64 bits of an IPv6 address: a subscriber usually gets all addresses below them. */
  readonly key: string
  /** True for an operator's own proxy that names no caller: many callers can have this address. */
  readonly isShared: boolean
}

const UNKNOWN: CallerAddress = { ip: null, key: 'unknown', isShared: true }
const NETWORK_PARTS = 4

/** @param trustedProxies See TRUSTED_PROXIES. */
export function callerAddresses(trustedProxies: readonly string[]): (request: IncomingMessage) => CallerAddress {
  const isOwnProxy = addressMatcher(trustedProxies)
  return request => {
    const address = browserAddress(request, isOwnProxy)
    return address === null ? UNKNOWN : { ip: address, key: networkOf(address), isShared: isOwnProxy(address) }
  }
}

function networkOf(text: string): string {
  const address = ipaddr.parse(text)
  if (!(address instanceof ipaddr.IPv6)) return text
  return `${address.parts
    .slice(0, NETWORK_PARTS)
    .map(part => part.toString(16))
    .join(':')}::/64`
}
