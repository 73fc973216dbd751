import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencies } from '../../src/base/currency.ts'
import { decimalsOf } from '../../src/client/money/decimals.ts'
import {
  addMoney,
  compareMoney,
  decimalOf,
  formatMoney,
  minorUnits,
  parseMoney,
  subtractMoney,
} from '../../src/client/money/index.ts'

const usd = (value: string) => ({ value, currency: 'USD' })

test('a currency has the decimals that the gateway has for it', () => {
  expect(currencies.map(({ code }) => [code, decimalsOf(code)])).toEqual(
    currencies.map(({ code, exponent }) => [code, exponent]),
  )
  expect(() => decimalsOf('usd')).toThrow('A currency is three capital letters, not "usd".')
})

describe('parseMoney', () => {
  test.each([
    ['12.50', 'USD', '1250'],
    ['12.5', 'USD', '1250'],
    [' 12 ', 'USD', '1200'],
    ['0.05', 'USD', '5'],
    ['007', 'JPY', '7'],
    ['1.234', 'KWD', '1234'],
    ['90071992547409.93', 'USD', '9007199254740993'],
  ])('%s %s is %s', (text, currency, value) => {
    expect(parseMoney(text, currency)).toEqual({ value, currency })
  })

  test.each<readonly [string, string, string]>([
    ['12,50', 'USD', 'digits with at most 2 decimals after the decimal point'],
    ['1.234', 'USD', 'digits with at most 2 decimals after the decimal point'],
    ['1.0', 'JPY', 'digits only'],
    ...['', '.5', '5.', '-1', '+1', '1e3', '1 000', '١٢', 'NaN'].map(text => [text, 'USD', 'digits with'] as const),
  ])('"%s" %s is refused', (text, currency, form) => {
    expect(() => parseMoney(text, currency)).toThrow(`An amount in ${currency} is ${form}`)
  })

  test('reads what decimalOf writes', () => {
    const amount = fc.record({
      value: fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
      currency: fc.constantFrom(...currencies.map(({ code }) => code)),
    })
    fc.assert(
      fc.property(amount, given => {
        expect(parseMoney(decimalOf(given), given.currency)).toEqual(given)
      }),
    )
  })
})

test.each([
  ['5', 'USD', '0.05'],
  ['-5', 'USD', '-0.05'],
  ['-1250', 'USD', '-12.50'],
  ['7', 'JPY', '7'],
  ['3475', 'KWD', '3.475'],
])('%s %s is %s', (value, currency, decimal) => {
  expect(decimalOf({ value, currency })).toBe(decimal)
})

test.each([
  ['1250', 'USD', 'en-US', '$12.50'],
  ['1250', 'EUR', 'de-DE', '12,50 €'],
  ['1250', 'JPY', 'ja-JP', '￥1,250'],
  ['1250', 'IQD', 'en-US', 'IQD 1.250'], // Intl has no decimals for it
  ['900719925474099312', 'USD', 'en-US', '$9,007,199,254,740,993.12'],
  ['-1250', 'USD', 'en-US', '-$12.50'],
])('%s %s in %s is %s', (value, currency, locale, text) => {
  expect(formatMoney({ value, currency }, locale).replaceAll('\u00a0', ' ')).toBe(text)
})

test('amounts are added, subtracted and compared as integers', () => {
  expect(addMoney(usd('1'), usd('2'), usd('-4'))).toEqual(usd('-1'))
  expect(addMoney(usd('9007199254740993'), usd('1'))).toEqual(usd('9007199254740994'))
  expect(subtractMoney(usd('10'), usd('9'))).toEqual(usd('1'))
  expect([usd('10'), usd('9'), usd('10')].sort(compareMoney)).toEqual([usd('9'), usd('10'), usd('10')])
  expect(minorUnits(usd('007'))).toBe(7n)
})

test('what is no amount, or of another currency, is refused', () => {
  const yen = { value: '1', currency: 'JPY' }
  for (const calculate of [addMoney, subtractMoney, compareMoney])
    expect(() => calculate(usd('1'), yen)).toThrow('Amounts in USD and JPY cannot be combined.')
  for (const value of ['1.5', '', ' 1', '1e3', '0x1'])
    expect(() => addMoney(usd('1'), usd(value))).toThrow(`The value of an amount must be digits, but is "${value}".`)
})
