import { currencies, type Currency as KnownCurrency } from '../src/base/currency.ts'
import { builder } from './builder.ts'
import { listOf } from './list-size.ts'

const Currency = builder.objectRef<KnownCurrency>('Currency').implement({
  description: 'A currency of ISO 4217, for input fields and for the formatting of amounts.',
  fields: t => ({
    code: t.expose('code', { type: 'CurrencyCode', description: 'The alphabetic code, e.g. USD.' }),
    name: t.exposeString('name', { description: 'The name in English, e.g. US Dollar.' }),
    exponent: t.exposeInt('exponent', {
      description:
        'The number of decimals: how many digits of Money.value stand after the decimal point. 2 for USD, 0 for JPY, 3 for KWD.',
    }),
  }),
})

// ── Query.currencies

builder.queryField('currencies', t =>
  t.field({
    type: [Currency],
    description:
      'Every currency that the gateway knows, by code in alphabetical order. Provider.paymentMethods says which of them a ' +
      'payment method takes.',
    extensions: listOf(currencies.length),
    resolve: () => currencies,
  }),
)
