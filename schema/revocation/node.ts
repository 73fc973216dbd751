import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { present } from '../common/present.ts'
import { listOf } from '../list-size.ts'

builder.objectType('Revocation', {
  description: 'A request to end an agreement. No new charge is made after it, even if the provider rejects it.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'rev_…' }),
    agreement: t.field({
      type: 'Agreement',
      description: 'The agreement to end.',
      resolve: ({ agreementId }, _args, { loaders }) => present(loaders.agreement.load(agreementId)),
    }),
    status: t.expose('status', {
      type: OperationStatus,
      description: 'The status of the revocation at the provider.',
    }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'The reason if status is FAILED. Otherwise null.',
    }),
    requestedBy: t.expose('requestedBy', { type: ChargeInitiator, description: 'Who wanted to end the agreement.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'The reason that the caller gave.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the revocation was requested.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the status last changed.' }),
  }),
})

// ── Agreement.revocations

builder.objectField('Agreement', 'revocations', t =>
  t.field({
    type: ['Revocation'],
    description: 'Every revocation of the agreement, oldest first.',
    extensions: listOf(2),
    resolve: ({ id }, _args, { loaders }) => loaders.revocationsOfAgreement.load(id),
  }),
)
