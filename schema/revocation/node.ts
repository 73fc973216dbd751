import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { present } from '../common/present.ts'
import { listOf } from '../list-size.ts'

builder.objectType('Revocation', {
  description:
    'A request to end an agreement. From the request on nothing new is charged, whatever the provider answers.',
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
      description: 'How far it has come at the provider.',
    }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'Set exactly where status is FAILED.',
    }),
    requestedBy: t.expose('requestedBy', { type: ChargeInitiator, description: 'Who wanted the agreement to end.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the caller’s words.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its status last changed.' }),
  }),
})

// ── Agreement.revocations

builder.objectField('Agreement', 'revocations', t =>
  t.field({
    type: ['Revocation'],
    description: 'Every request to end it, oldest first.',
    extensions: listOf(2),
    resolve: ({ id }, _args, { loaders }) => loaders.revocationsOfAgreement.load(id),
  }),
)
