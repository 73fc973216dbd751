import { currencies, type Currency as KnownCurrency } from '../src/base/currency.ts'
import { builder } from './builder.ts'
import { listOf } from './lists/sizes.ts'

const Currency = builder.objectRef<KnownCurrency>('Currency').implement({
  description: 'An ISO 4217 currency, for input fields and to format amounts.',
  fields: t => ({
    code: t.expose('code', { type: 'CurrencyCode', description: 'The ISO 4217 code, e.g. USD.' }),
    name: t.exposeString('name', { description: 'The name in English, e.g. US Dollar.' }),
    exponent: t.exposeInt('exponent', {
      description: 'The number of decimals of Money.decimal: 2 for USD, 0 for JPY, 3 for KWD.',
    }),
  }),
})

// ── Query.currencies

builder.queryField('currencies', t =>
  t.field({
    type: [Currency],
    scope: 'any',
    description:
      'Every currency that the gateway supports, sorted by code. A payment method can support fewer: see ' +
      'Provider.paymentMethods.',
    extensions: listOf(currencies.length),
    resolve: () => currencies,
  }),
)
