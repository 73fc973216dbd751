import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { listOf } from '../lists/sizes.ts'

builder.prismaNode('Revocation', {
  id: { field: 'id', description: 'The revocation’s id, rev_….' },
  select: { id: true },
  nullable: true,
  description: 'A request to end an agreement. No new charge is made after it, even if the provider rejects it.',
  fields: t => ({
    agreement: t.relation('agreement', {
      description: 'The agreement to end.',
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
    reason: t.exposeString('reason', {
      nullable: true,
      clientNull: true,
      description: 'The reason that the caller gave.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the revocation was requested.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the status last changed.' }),
  }),
})

// ── Agreement.revocations

builder.prismaObjectField('Agreement', 'revocations', t =>
  t.relation('revocations', {
    description: 'Every revocation of the agreement, oldest first.',
    extensions: listOf(2),
    query: { orderBy: { id: 'asc' } },
  }),
)
