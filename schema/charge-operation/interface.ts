import { builder } from '../builder.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { typeNameOfNode } from '../node-type.ts'
import { currencyOf } from './currency.ts'

export const ChargeOperation = builder.prismaInterface('ChargeOperation', {
  select: { id: true },
  description: 'A step of a charge that changes its amounts: an authorization, capture, refund or void.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: typeNameOfNode,
  fields: t => ({
    id: t.exposeID('id', { description: 'The operation’s id: auz_…, cap_…, ref_… or voi_….' }),
    charge: t.relation('charge', {
      description: 'The charge that this operation belongs to.',
    }),
    amount: t.field({
      type: 'Money',
      description: 'The amount, in the charge’s currency.',
      select: { amount: true, chargeId: true },
      resolve: (operation, _args, context) => {
        const { amount: value } = operation
        const currency = currencyOf(operation, context)
        return typeof currency === 'string' ? { value, currency } : currency.then(text => ({ value, currency: text }))
      },
    }),
    status: t.expose('status', { type: OperationStatus, description: 'The current status.' }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'The reason if status is FAILED. Otherwise null.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      clientNull: true,
      description:
        'The provider’s id for the operation. Null until the provider answers, or if the provider has no id for it.',
    }),
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own reference.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the operation was requested.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the status last changed.' }),
  }),
})
