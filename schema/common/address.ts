import type { PostalAddress } from '../../src/store/consumer/personal-data.ts'
import { builder } from '../builder.ts'

export const Address = builder.objectRef<PostalAddress>('Address').implement({
  description: 'A postal address. A part is null if it is not known.',
  fields: t => ({
    firstName: t.exposeString('firstName', {
      nullable: true,
      description: 'The given name of the person who is billed.',
    }),
    lastName: t.exposeString('lastName', {
      nullable: true,
      description: 'The family name of the person who is billed.',
    }),
    street: t.exposeString('street', { nullable: true, description: 'Street and house number.' }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Postal or ZIP code.' }),
    city: t.exposeString('city', { nullable: true, description: 'City or town.' }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or region.' }),
    country: t.expose('country', { type: 'CountryCode', nullable: true, description: 'The country of the address.' }),
  }),
})

// ── inputs

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. It replaces the stored address completely: omitted parts become null.',
  fields: t => ({
    firstName: t.string({ description: 'The given name of the person who is billed.' }),
    lastName: t.string({ description: 'The family name of the person who is billed.' }),
    street: t.string({ description: 'Street and house number.' }),
    postalCode: t.string({ description: 'Postal or ZIP code.' }),
    city: t.string({ description: 'City or town.' }),
    region: t.string({ description: 'State, province or region.' }),
    country: t.field({ type: 'CountryCode', description: 'The country of the address.' }),
  }),
})
