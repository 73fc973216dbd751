import { chargeSync } from '../../src/operations/charge/sync.ts'
import { builder } from '../builder.ts'
import { payloadCursor } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ChargeSyncInput } from './inputs.ts'

// ── Mutation.chargeSync

const ChargeSyncPayload = builder.objectRef<PayloadOf<typeof chargeSync>>('ChargeSyncPayload').implement({
  description: 'The charge after its provider was asked.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge, in its present state.' }),
    changed: t.exposeBoolean('changed', { description: 'True where the answer changed anything here.' }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeSyncResult = resultUnion('ChargeSyncResult', ChargeSyncPayload, ['NOT_FOUND', 'PROVIDER_UNAVAILABLE'])

builder.mutationField('chargeSync', t =>
  t.field({
    type: ChargeSyncResult,
    description: 'Asks the provider for the truth now and applies it. The gateway does so by itself, only less soon.',
    args: { input: t.arg({ type: ChargeSyncInput, required: true, description: 'Which charge.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeSync(context.deps, context.caller, input)),
  }),
)
