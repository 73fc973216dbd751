import { expect, test } from 'vitest'
import { currencyExponent } from '../../../../src/base/currency.ts'
import { countsAsWeDo } from '../../../../src/providers/aps/requests/currencies.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const codes = letters.flatMap(one => letters.flatMap(two => letters.map(three => one + two + three)))
const known = codes.filter(code => currencyExponent(code) !== undefined)

test('of all the currencies that we know, APS counts four otherwise (scenario 20)', () => {
  expect(known.filter(code => !countsAsWeDo(code))).toEqual(['UYI', 'UYW', 'XOF', 'XPF'])
})

test.each(['AED', 'SAR', 'EGP', 'USD', 'KWD', 'BHD', 'OMR', 'JOD', 'JPY', 'CLF', 'XAF'])('%s as we do', currency => {
  expect(countsAsWeDo(currency)).toBe(true)
})

test.each(['XXX', 'XAU', 'BYR', 'zzz'])('%s, of which we know no decimals, not', currency => {
  expect(countsAsWeDo(currency)).toBe(false)
})
