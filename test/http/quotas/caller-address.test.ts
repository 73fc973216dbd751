import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { callerAddresses } from '../../../src/http/quotas/caller-address.ts'

const addressOf = callerAddresses(['10.0.0.0/8'])
const from = (remoteAddress: string | undefined, forwarded?: string) =>
  addressOf({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage)

test.each([
  ['an address of the internet', from('198.51.100.7'), { ip: '198.51.100.7', key: '198.51.100.7', isShared: false }],
  ['IPv4 inside IPv6', from('::ffff:198.51.100.7'), { ip: '198.51.100.7', key: '198.51.100.7', isShared: false }],
  [
    'IPv6: its network',
    from('2001:db8:1:2:3:4:5:6'),
    { ip: '2001:db8:1:2:3:4:5:6', key: '2001:db8:1:2::/64', isShared: false },
  ],
  [
    'an own proxy that names the caller',
    from('10.1.2.3', '198.51.100.7'),
    { ip: '198.51.100.7', key: '198.51.100.7', isShared: false },
  ],
  ['an own proxy that names nobody', from('10.1.2.3'), { ip: '10.1.2.3', key: '10.1.2.3', isShared: true }],
  [
    'a header that anybody can send',
    from('198.51.100.7', '10.1.2.3'),
    { ip: '198.51.100.7', key: '198.51.100.7', isShared: false },
  ],
  ['no address', from(undefined), { ip: null, key: 'unknown', isShared: true }],
])('%s', (_what, address, expected) => expect(address).toEqual(expected))
