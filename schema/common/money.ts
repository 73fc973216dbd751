import { toDecimal } from '../../src/base/money.ts'
import { builder } from '../builder.ts'

builder.objectType('Money', {
  description: 'An amount of money, as an integer in minor units and as a decimal string.',
  fields: t => ({
    value: t.expose('value', {
      type: 'MinorUnits',
      description: 'The amount in the currency’s minor unit, e.g. cents for USD, yen for JPY.',
    }),
    currency: t.expose('currency', { type: 'CurrencyCode', description: 'The currency of the amount.' }),
    decimal: t.string({
      description:
        'The amount as a decimal string with the currency’s number of decimals: 10.00 (USD), 1000 (JPY), 3.475 (KWD).',
      resolve: toDecimal,
    }),
  }),
})

// ── inputs

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: t => ({
    value: t.field({
      type: 'MinorUnits',
      required: true,
      description:
        'The amount in the currency’s minor unit: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. Must be greater than 0.',
    }),
    currency: t.field({ type: 'CurrencyCode', required: true, description: 'The currency of the amount.' }),
  }),
})
