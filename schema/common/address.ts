import type { PostalAddress } from '../../src/store/consumer/personal-data.ts'
import { builder } from '../builder.ts'

export const Address = builder.objectRef<PostalAddress>('Address').implement({
  description: 'A postal address. Each part is null where it is not known.',
  fields: t => ({
    firstName: t.exposeString('firstName', { nullable: true, description: 'Given name of who is billed.' }),
    lastName: t.exposeString('lastName', { nullable: true, description: 'Family name of who is billed.' }),
    street: t.exposeString('street', { nullable: true, description: 'Street and house number.' }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Postal or ZIP code.' }),
    city: t.exposeString('city', { nullable: true, description: 'City or town.' }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or region.' }),
    country: t.expose('country', { type: 'CountryCode', nullable: true, description: 'Country of the address.' }),
  }),
})

// ── inputs

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. It is replaced whole: a part left out is not kept from before.',
  fields: t => ({
    firstName: t.string({ description: 'Given name of who is billed.' }),
    lastName: t.string({ description: 'Family name of who is billed.' }),
    street: t.string({ description: 'Street and house number.' }),
    postalCode: t.string({ description: 'Postal or ZIP code.' }),
    city: t.string({ description: 'City or town.' }),
    region: t.string({ description: 'State, province or region.' }),
    country: t.field({ type: 'CountryCode', description: 'Country of the address.' }),
  }),
})
