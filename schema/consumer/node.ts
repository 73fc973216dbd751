import { openPersonalData, type PersonalData } from '../../src/store/consumer/personal-data.ts'
import type { ConsumerRow } from '../../src/store/tables/consumer.ts'
import { builder } from '../builder.ts'
import { Address } from '../common/address.ts'
import type { GraphContext } from '../context.ts'
import { metadataSize } from '../json-size.ts'

builder.objectType('Consumer', {
  description: 'A person who is charged: the merchant’s customer. Personal data is kept encrypted.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    id: t.exposeID('id', { description: 'con_…' }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'The merchant’s own name for the consumer.',
    }),
    name: t.string({
      nullable: true,
      description: 'Full name.',
      resolve: (consumer, _args, context) => personalData(consumer, context).name,
    }),
    email: t.string({
      nullable: true,
      description: 'E-mail address.',
      resolve: (consumer, _args, context) => personalData(consumer, context).email,
    }),
    phone: t.string({
      nullable: true,
      description: 'Telephone number, as it was given.',
      resolve: (consumer, _args, context) => personalData(consumer, context).phone,
    }),
    country: t.expose('country', { type: 'CountryCode', description: 'Where the consumer lives.' }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: 'Language and region for what the provider shows to the consumer, e.g. en-US.',
    }),
    birthDate: t.field({
      type: 'Date',
      nullable: true,
      description: 'Date of birth.',
      resolve: (consumer, _args, context) => personalData(consumer, context).birthDate,
    }),
    taxId: t.string({
      nullable: true,
      description: 'The consumer’s own tax number, where a payment method needs it, e.g. a Brazilian CPF.',
      resolve: (consumer, _args, context) => personalData(consumer, context).taxId,
    }),
    billingAddress: t.field({
      type: Address,
      nullable: true,
      description: 'Where bills go.',
      resolve: (consumer, _args, context) => personalData(consumer, context).billingAddress,
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The merchant’s own strings by key.',
      extensions: metadataSize,
    }),
  }),
})

// Each opening decrypts: a row that six fields are read of is opened once.
const opened = new WeakMap<ConsumerRow, PersonalData>()

function personalData(consumer: ConsumerRow, { deps }: GraphContext): PersonalData {
  const known = opened.get(consumer)
  if (known) return known
  const data = openPersonalData(deps.vault, consumer.encryptedPersonal)
  opened.set(consumer, data)
  return data
}
