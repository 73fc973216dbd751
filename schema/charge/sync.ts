import { chargeSync } from '../../src/operations/charge/sync.ts'
import { builder } from '../builder.ts'
import { payloadCursor } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ChargeSyncInput } from './inputs.ts'

// ── Mutation.chargeSync

const ChargeSyncPayload = builder.objectRef<PayloadOf<typeof chargeSync>>('ChargeSyncPayload').implement({
  description: 'The charge after the status query.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge in its current state.' }),
    changed: t.exposeBoolean('changed', { description: 'true: the provider’s answer changed the charge.' }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeSyncResult = resultUnion('ChargeSyncResult', ChargeSyncPayload, ['NOT_FOUND', 'PROVIDER_UNAVAILABLE'])

builder.mutationField('chargeSync', t =>
  t.field({
    type: ChargeSyncResult,
    scope: 'charge',
    description:
      'Queries the provider for the charge’s status now and applies the answer. The gateway also does this ' +
      'automatically, but later.',
    args: { input: t.arg({ type: ChargeSyncInput, required: true, description: 'The charge to synchronize.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeSync(context.deps, context.caller, input)),
  }),
)
