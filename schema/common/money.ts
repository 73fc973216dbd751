import { toDecimal } from '../../src/base/money.ts'
import { builder } from '../builder.ts'

builder.objectType('Money', {
  description: 'An amount of money: an integer of minor units with its currency, and the same as people write it.',
  fields: t => ({
    value: t.expose('value', {
      type: 'MinorUnits',
      description: 'In the minor unit of the currency: cents, fils; yen.',
    }),
    currency: t.expose('currency', { type: 'CurrencyCode', description: 'The currency that value counts.' }),
    decimal: t.string({
      description: 'Decimal string with exactly the currency’s ISO 4217 decimals: 10.00, 1000, 3.475.',
      resolve: toDecimal,
    }),
  }),
})

// ── inputs

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money to move.',
  fields: t => ({
    value: t.field({
      type: 'MinorUnits',
      required: true,
      description: 'In the minor unit of the currency: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. Greater than 0.',
    }),
    currency: t.field({ type: 'CurrencyCode', required: true, description: 'The currency that value counts.' }),
  }),
})
