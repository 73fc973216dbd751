import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'

export const AgreementRevokeInput = builder.inputType('AgreementRevokeInput', {
  description: 'A request to end an agreement.',
  fields: t => ({
    agreementId: t.id({ required: true, description: 'agr_…' }),
    requestedBy: t.field({ type: ChargeInitiator, description: 'Who wants it to end: MERCHANT unless said.' }),
    reason: t.string({ description: 'Why, for the record and, where it takes one, for the provider.' }),
  }),
})
