import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressMatcher } from '../../../src/base/text/ip-address.ts'
import { readConfig } from '../../../src/config/read.ts'
import { browserAddress } from '../../../src/http/request/browser-address.ts'

const configured = readConfig({})
const usual = configured.ok ? configured.config.trustedProxies : []

const seen = (remoteAddress: string | undefined, headers: IncomingHttpHeaders, proxies = usual) =>
  browserAddress({ socket: { remoteAddress }, headers } as unknown as IncomingMessage, addressMatcher(proxies))

test.each([
  ['the connection’s own', '203.0.113.7', undefined, '203.0.113.7'],
  ['IPv4 mapped into IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['a proxy of our own network forwards', '10.0.0.3', '198.51.100.9', '198.51.100.9'],
  [
    'the last one before the proxy: anybody can write the ones before it',
    '::1',
    '1.1.1.1, 198.51.100.9',
    '198.51.100.9',
  ],
  ['a stranger’s header is ignored', '203.0.113.7', '198.51.100.9', '203.0.113.7'],
  ['a proxy of our own that does not know the address', '127.0.0.1', 'unknown', null],
  ['nothing is known', undefined, '198.51.100.9', null],
  ['with a port', '::1', '198.51.100.9:4711', '198.51.100.9'],
  ['in brackets, with a port', '::1', '[2001:db8::9]:4711', '2001:db8::9'],
  ['in brackets', '::1', '[2001:DB8::9]', '2001:db8::9'],
  ['with a zone', 'fe80::1%eth0', undefined, 'fe80::1'],
  ['a trailing comma', '::1', '198.51.100.9, ', '198.51.100.9'],
  ['several proxies of our own', '::1', '1.1.1.1, 198.51.100.9, 10.0.0.3,192.168.1.1:80', '198.51.100.9'],
  ['from inside our own network', '::1', '10.7.7.7, 10.0.0.3', '10.7.7.7'],
  ['a list that ends at a proxy of our own', '::1', '198.51.100.9, unknown, 10.0.0.3', null],
  ['a list that ends after the browser', '::1', 'unknown, 198.51.100.9, 10.0.0.3', '198.51.100.9'],
  ['in quotes', '::1', '"198.51.100.9"', '198.51.100.9'],
  ['in quotes, with a port', '::1', '"[2001:db8::9]:4711", "10.0.0.3"', '2001:db8::9'],
  ['a quote that a stranger left open', '::1', '"1.1.1.1, 198.51.100.9', '198.51.100.9'],
] as const)('%s', (_, remote, forwarded, expected) => {
  expect(seen(remote, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })).toBe(expected)
})

test.each([
  ['for=198.51.100.9;proto=https;by=10.0.0.3', '198.51.100.9'],
  ['For="[2001:db8::9]:4711"', '2001:db8::9'],
  ['for=1.1.1.1, proto=https; for="198.51.100.9:80" , for=10.0.0.3,', '198.51.100.9'],
  ['for="1.1.1.1, for=198.51.100.9', '198.51.100.9'],
  ['for="1.1.1.1, for="198.51.100.9"', '198.51.100.9'],
  [String.raw`for="1.1.1.1\, for="198.51.100.9";host="a\"b"`, '198.51.100.9'],
  ['host="x;for=1.2.3.4";for=203.0.113.7', '203.0.113.7'],
  ['for=203.0.113.7;host="x;for=1.2.3.4"', '203.0.113.7'],
  ['for="203.0.113.7";host="a,b"', '203.0.113.7'],
  [String.raw`for=203.0.113.7;host="\",for=1.2.3.4;\\"`, '203.0.113.7'],
  [String.raw`for="203\.0.113.7"`, '203.0.113.7'],
  ['for=203.0.113.7;;proto=https', '203.0.113.7'],
  ['for="203.0.113.7', null],
  ['for=_hidden', null],
  ['for=unknown, for=10.0.0.3', null],
  ['proto=https', null],
] as const)('Forwarded: %s', (forwarded, expected) => {
  expect(seen('127.0.0.1', { forwarded })).toBe(expected)
})

test('if both headers come, X-Forwarded-For counts: most proxies write that one and pass on the other', () => {
  expect(seen('::1', { 'x-forwarded-for': '198.51.100.9', forwarded: 'for=1.1.1.1' })).toBe('198.51.100.9')
})

test('the operator’s own proxies, as the configuration names them', () => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 10.7.7.7, 198.51.100.20, 203.0.113.5' }
  expect(seen('::1', headers, ['::1', '203.0.113.0/24', '198.51.100.20'])).toBe('10.7.7.7')
  expect(seen('127.0.0.1', headers, ['::1'])).toBe('127.0.0.1')
})
