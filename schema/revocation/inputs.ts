import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'

export const AgreementRevokeInput = builder.inputType('AgreementRevokeInput', {
  description: 'The agreement to end.',
  fields: t => ({
    agreementId: t.id({ required: true, description: 'The agreement’s id, agr_….' }),
    requestedBy: t.field({ type: ChargeInitiator, description: 'Who wants to end the agreement. Default: MERCHANT.' }),
    reason: t.string({
      description: 'The reason, for your records. It is sent to the provider if the provider accepts one.',
    }),
  }),
})
