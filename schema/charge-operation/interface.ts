import { builder } from '../builder.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { present } from '../common/present.ts'
import { typeNameOfNode } from '../node-type.ts'
import { currencyOf } from './currency.ts'

builder.interfaceType('ChargeOperation', {
  description: 'A movement on a charge: its authorisation, or a capture, refund or void.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: typeNameOfNode,
  fields: t => ({
    id: t.exposeID('id', { description: 'auz_…, cap_…, ref_… or voi_….' }),
    charge: t.field({
      type: 'Charge',
      description: 'The charge that it moves.',
      resolve: ({ chargeId }, _args, { loaders }) => present(loaders.charge.load(chargeId)),
    }),
    amount: t.field({
      type: 'Money',
      description: 'How much, in the charge’s currency.',
      resolve: (operation, _args, context) => {
        const { amount: value } = operation
        const currency = currencyOf(operation, context)
        return typeof currency === 'string' ? { value, currency } : currency.then(text => ({ value, currency: text }))
      },
    }),
    status: t.expose('status', { type: OperationStatus, description: 'How far it has come.' }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'Set exactly where status is FAILED.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      description: 'The provider’s own id of it; null until the provider has answered, or where it gives none.',
    }),
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own name for it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its status last changed.' }),
  }),
})
