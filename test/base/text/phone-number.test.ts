import { expect, test } from 'vitest'
import { e164Of, tidiedPhone } from '../../../src/base/text/phone-number.ts'

test.each([
  ['+49 30 123456', 'US', '+4930123456'],
  ['+4930123456', 'DE', '+4930123456'],
  ['030 123456', 'DE', '+4930123456'],
  ['(030) 123-456', 'DE', '+4930123456'],
  ['030/123.456', 'DE', '+4930123456'],
  ['+49 (0)30 123456', 'DE', '+4930123456'],
  ['0049 30 123456', 'DE', '+4930123456'],
  ['(202) 555-0123', 'US', '+12025550123'],
  ['06 1234 5678', 'IT', '+390612345678'],
  // As documents and telephones write them: no-break spaces, a scheme, direction marks, full-width and Arabic digits.
  ['+49\u00a030\u202f123456', 'DE', '+4930123456'],
  ['tel:+49-30-123456', 'US', '+4930123456'],
  ['TEL: +49 30 123456', 'US', '+4930123456'],
  ['tel:030-123456;phone-context=+49', 'US', '+4930123456'],
  ['\u202a+49 30 123456\u202c', 'DE', '+4930123456'],
  ['\u200e+49 30 123456\ufeff', 'DE', '+4930123456'],
  ['＋４９　３０　１２３４５６', 'US', '+4930123456'],
  ['٠٣٠١٢٣٤٥٦', 'DE', '+4930123456'],
  ['+49 30 123456 ext. 12', 'DE', '+4930123456'],
])('%j in %s is %s', (phone, country, e164) => {
  expect(e164Of(phone, country)).toBe(e164)
})

test.each([
  ['---', 'DE'],
  ['', 'DE'],
  ['+', 'DE'],
  ['+49', 'DE'],
  ['110', 'DE'],
  ['call me', 'DE'],
  ['+49 30 123456 or so', 'DE'],
  ['+49 30 123456, +49 30 123457', 'DE'],
  ['+999 123 456', 'DE'],
  ['030123456789012345', 'DE'],
  // A national number of a country without a numbering plan, or without a country.
  ['030 123456', 'AQ'],
  ['030 123456', 'XX'],
])('%j in %s is not a number', (phone, country) => {
  expect(e164Of(phone, country)).toBeUndefined()
})

test.each([
  ['030 123456', '030 123456'],
  ['(202) 555-0123', '(202) 555-0123'],
  ['tel:+49-30-123456', '+49-30-123456'],
  ['\u202a +49\u00a030 123456 \u202c', '+49 30 123456'],
  ['＋４９', '+49'],
])('%j is stored as %j', (phone, tidied) => {
  expect(tidiedPhone(phone)).toBe(tidied)
})
