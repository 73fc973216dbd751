import { expect, test } from 'vitest'
import { addressMatcher, isAddressRange, isPublicAddress } from '../../../src/base/text/ip-address.ts'

test.each([
  ['8.8.8.8', true],
  ['2a00:1450::8', true],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::8.8.8.8', true],
  ['2002:808:808::1', true],
  // Documentation addresses: they stand for a consumer's address in examples.
  ['192.0.2.1', true],
  ['198.51.100.1', true],
  ['203.0.113.1', true],
  ['2001:db8::1', true],
  ['3fff::1', true],
  ['10.0.0.1', false],
  ['127.0.0.1', false],
  ['169.254.1.1', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['198.18.0.1', false],
  ['192.0.0.1', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fec0::1', false],
  ['fd00::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::10.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:a00:1::', false],
  ['::10.0.0.1', false],
  ['2001::1', false],
  ['100::1', false],
  ['unknown', false],
  ['', false],
])('whether %s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

test.each([
  ['::ffff:10.0.0.0/104', '10.1.2.3', '11.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2'],
  ['::ffff:0:0/96', '203.0.113.1', '::1'],
  ['10.0.0.0/8', '10.1.2.3', '11.0.0.1'],
  ['2001:db8::/32', '2001:db8::1', '2001:db9::1'],
])('the range %s has %s and not %s', (range, inside, outside) => {
  expect(isAddressRange(range)).toBe(true)
  const matches = addressMatcher([range])
  expect([matches(inside), matches(outside)]).toEqual([true, false])
})

test.each(['::ffff:10.0.0.0/95', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fe80::1%eth0', 'localhost'])(
  '%s is not a range',
  range => {
    expect(isAddressRange(range)).toBe(false)
  },
)
