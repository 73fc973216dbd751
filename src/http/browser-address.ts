import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Addresses of one's own machine and network: what connects from there is a proxy in front of the gateway. */
const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

/**
 * The address of a consumer's browser, for providers that ask for it: the connection's own, or, where a proxy of one's own
 * network connects, the last one that it forwards for. Null where it is unknown. It is told, never trusted.
 */
export function browserAddress({ socket, headers }: IncomingMessage): string | null {
  const own = plain(socket.remoteAddress ?? '')
  const forwarded = plain([headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() ?? '')
  if (isIP(forwarded) !== 0 && isNear(own)) return forwarded
  return isIP(own) === 0 ? null : own
}

function isNear(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && near.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** IPv4 as IPv6 writes it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
