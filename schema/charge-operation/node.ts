import { builder } from '../builder.ts'

// In this order: the operation's own id field replaces the interface's, which has no resolver.
const interfaces = [builder.nodeInterfaceRef(), 'ChargeOperation'] as const

builder.objectType('Authorization', {
  description: 'The provider’s word that the amount can be taken, and its hold on it.',
  interfaces: [...interfaces],
})

builder.objectType('Capture', {
  description: 'Takes an authorised amount, or part of it: now the money moves.',
  interfaces: [...interfaces],
})

builder.objectType('Refund', {
  description: 'Gives a captured amount, or part of it, back to the consumer.',
  interfaces: [...interfaces],
  fields: t => ({
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the caller’s words.' }),
  }),
})

builder.objectType('VoidOperation', {
  description:
    'Gives an authorised amount back before it is captured. A lapse of the authorisation appears as one too; the timeline ' +
    'says that the provider did it.',
  interfaces: [...interfaces],
})
