import { builder } from '../builder.ts'
import { ChargeOperation } from './interface.ts'

// The order matters: the operation's own id field replaces that of the interface, which has no resolver.
const common = {
  id: { field: 'id' as const, description: 'The operation’s id: auz_…, cap_…, ref_… or voi_….' },
  select: { id: true as const },
  nullable: true,
  interfaces: [builder.nodeInterfaceRef(), ChargeOperation],
}

builder.prismaNode('ChargeOperation', {
  variant: 'Authorization',
  ...common,
  description: 'The provider’s approval of the amount. The amount is held but not yet captured.',
})

builder.prismaNode('ChargeOperation', {
  variant: 'Capture',
  ...common,
  description: 'Takes an authorized amount from the consumer, in full or in part.',
})

builder.prismaNode('ChargeOperation', {
  variant: 'Refund',
  ...common,
  description: 'Returns a captured amount to the consumer, in full or in part.',
  fields: t => ({
    reason: t.exposeString('reason', {
      nullable: true,
      clientNull: true,
      description: 'The reason that the caller gave.',
    }),
  }),
})

builder.prismaNode('ChargeOperation', {
  variant: 'VoidOperation',
  ...common,
  description:
    'Releases an authorized amount before it is captured. An expired authorization also appears as a void; the ' +
    'timeline says that the provider released it.',
})
