import { builder } from '../builder.ts'

builder.prismaNode('Instrument', {
  id: { field: 'id', description: 'The instrument’s id, ins_….' },
  select: { id: true },
  nullable: true,
  description: 'The stored card or account of an agreement. The API never shows its token.',
  fields: t => ({
    type: t.exposeString('type', {
      description: 'The kind of instrument, as the provider names it. Examples: AMAZON_PAY, CARD.',
    }),
    brand: t.exposeString('brand', { nullable: true, description: 'The card’s brand. Null if it is not a card.' }),
    last4: t.exposeString('last4', {
      nullable: true,
      description: 'The last four digits of the number. Null if it has no number.',
    }),
    expiryMonth: t.exposeInt('expiryMonth', { nullable: true, description: 'The month in which it expires, 1 to 12.' }),
    expiryYear: t.exposeInt('expiryYear', { nullable: true, description: 'The year in which it expires, e.g. 2029.' }),
  }),
})

// ── Agreement.instrument

builder.prismaObjectField('Agreement', 'instrument', t =>
  t.relation('instrument', {
    nullable: true,
    description: 'The card or account that is charged. Null until the provider names it.',
  }),
)
