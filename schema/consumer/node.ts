import type { KeyHolder } from '../../src/base/encryption.ts'
import { openPersonalData, type PersonalData } from '../../src/store/consumer/personal-data.ts'
import type { ConsumerRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { Address } from '../common/address.ts'
import type { GraphContext } from '../context.ts'
import { metadataSize } from '../lists/sizes.ts'

/** The data, and the key that opens it. */
const personalColumns = { id: true, encryptedPersonal: true, dataKey: { select: { wrappedKey: true } } } as const

builder.prismaNode('Consumer', {
  id: { field: 'id', description: 'The consumer’s id, con_….' },
  select: { id: true },
  nullable: true,
  description: 'A person who is charged: the merchant’s customer. Personal data is stored encrypted.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'The merchant’s own reference for the consumer.',
    }),
    name: t.string({
      nullable: true,
      description: 'The full name.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).name,
    }),
    email: t.string({
      nullable: true,
      description: 'The email address.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).email,
    }),
    phone: t.string({
      nullable: true,
      description: 'The phone number, as it was entered.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).phone,
    }),
    country: t.expose('country', { type: 'CountryCode', description: 'The country where the consumer lives.' }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: 'The language and region of the provider’s pages for the consumer, e.g. en-US.',
    }),
    birthDate: t.field({
      type: 'Date',
      nullable: true,
      description: 'The date of birth.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).birthDate,
    }),
    taxId: t.string({
      nullable: true,
      description: 'The consumer’s tax id, e.g. a Brazilian CPF. Some payment methods need it.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).taxId,
    }),
    billingAddress: t.field({
      type: Address,
      nullable: true,
      description: 'The billing address.',
      select: personalColumns,
      resolve: (consumer, _args, context) => personalData(consumer, context).billingAddress,
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      clientNull: true,
      description: 'The merchant’s own key-value data. Values are strings.',
      extensions: metadataSize,
    }),
    erasedAt: t.expose('erasedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the personal data was erased with consumerErase. From then on every field with personal data is null. ' +
        'Null for other consumers.',
    }),
  }),
})

type Personal = KeyHolder & Pick<ConsumerRow, 'encryptedPersonal'>

// Each call would decrypt, so a row is decrypted once for all of its fields.
const opened = new WeakMap<Personal, PersonalData>()

function personalData(consumer: Personal, { deps }: GraphContext): PersonalData {
  const known = opened.get(consumer)
  if (known) return known
  const data = openPersonalData(deps.vault, consumer)
  opened.set(consumer, data)
  return data
}
