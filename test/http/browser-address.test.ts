import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { browserAddress } from '../../src/http/browser-address.ts'

const seen = (remoteAddress: string | undefined, forwardedFor?: string) =>
  browserAddress({
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  } as unknown as IncomingMessage)

test.each([
  ['the connection’s own', '203.0.113.7', undefined, '203.0.113.7'],
  ['IPv4 in IPv6’s clothes', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['a proxy of our own network forwards', '10.0.0.3', '198.51.100.9', '198.51.100.9'],
  [
    'the last one before the proxy: what stands before it is anybody’s word',
    '::1',
    '1.1.1.1, 198.51.100.9',
    '198.51.100.9',
  ],
  ['a stranger’s header counts for nothing', '203.0.113.7', '198.51.100.9', '203.0.113.7'],
  ['a header that is no address neither', '127.0.0.1', 'unknown', '127.0.0.1'],
  ['nothing is known', undefined, undefined, null],
] as const)('%s', (_, remote, forwarded, expected) => {
  expect(seen(remote, forwarded)).toBe(expected)
})
