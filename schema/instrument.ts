import { builder } from './builder.ts'

builder.objectType('Instrument', {
  description: 'The stored means of payment behind an agreement. Its token is never exposed.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'ins_…' }),
    type: t.exposeString('type', { description: 'What it is, in the provider’s word, e.g. AMAZON_PAY, CARD.' }),
    brand: t.exposeString('brand', { nullable: true, description: 'The card’s brand, where it is a card.' }),
    last4: t.exposeString('last4', { nullable: true, description: 'Its last four digits, where it has a number.' }),
    expiryMonth: t.exposeInt('expiryMonth', { nullable: true, description: 'Month it expires in, 1 to 12.' }),
    expiryYear: t.exposeInt('expiryYear', { nullable: true, description: 'Year it expires in, e.g. 2029.' }),
  }),
})

// ── Agreement.instrument

builder.objectField('Agreement', 'instrument', t =>
  t.field({
    type: 'Instrument',
    nullable: true,
    description: 'The means of payment that is charged; null until the provider has named it.',
    resolve: ({ instrumentId }, _args, { loaders }) =>
      instrumentId === null ? null : loaders.instrument.load(instrumentId),
  }),
)
