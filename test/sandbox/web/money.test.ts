import { expect, it } from 'vitest'
import { moneyText } from '../../../src/sandbox/web/money.ts'

it.each([
  [1250, 'USD', '12.50 USD'],
  [5, 'EUR', '0.05 EUR'],
  [0, 'USD', '0.00 USD'],
  [123_456_789, 'AED', '1,234,567.89 AED'],
  [12_500, 'KWD', '12.500 KWD'],
  [1000, 'JPY', '1,000 JPY'],
  [7, 'JPY', '7 JPY'],
  [1, 'CLF', '0.0001 CLF'],
])('writes %i minor units of %s as %s', (amount, currency, text) => {
  expect(moneyText(amount, currency)).toBe(text)
})
