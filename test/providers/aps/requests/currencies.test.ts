import { expect, test } from 'vitest'
import { currencyExponent } from '../../../../src/base/currency.ts'
import { countsAsWeDo } from '../../../../src/providers/aps/requests/currencies.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const codes = letters.flatMap(one => letters.flatMap(two => letters.map(three => one + two + three)))
const known = codes.filter(code => currencyExponent(code) !== undefined)

test('of all known currencies, APS counts the decimals of four differently (scenario 20)', () => {
  expect(known.filter(code => !countsAsWeDo(code))).toEqual(['UYI', 'UYW', 'XOF', 'XPF'])
})

test.each(['AED', 'SAR', 'EGP', 'USD', 'KWD', 'BHD', 'OMR', 'JOD', 'JPY', 'CLF', 'XAF'])('%s as we do', currency => {
  expect(countsAsWeDo(currency)).toBe(true)
})

test.each(['XXX', 'XAU', 'BYR', 'zzz'])('%s, whose decimals we do not know, is refused', currency => {
  expect(countsAsWeDo(currency)).toBe(false)
})
