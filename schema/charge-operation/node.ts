import { builder } from '../builder.ts'

// In this order: the operation's own id field replaces the interface's, which has no resolver.
const interfaces = [builder.nodeInterfaceRef(), 'ChargeOperation'] as const

builder.objectType('Authorization', {
  description: 'The provider’s approval of the amount. The amount is held but not yet captured.',
  interfaces: [...interfaces],
})

builder.objectType('Capture', {
  description: 'Takes an authorized amount from the consumer, in full or in part.',
  interfaces: [...interfaces],
})

builder.objectType('Refund', {
  description: 'Returns a captured amount to the consumer, in full or in part.',
  interfaces: [...interfaces],
  fields: t => ({
    reason: t.exposeString('reason', { nullable: true, description: 'The reason that the caller gave.' }),
  }),
})

builder.objectType('VoidOperation', {
  description:
    'Releases an authorized amount before it is captured. An expired authorization also appears as a void; the ' +
    'timeline says that the provider released it.',
  interfaces: [...interfaces],
})
