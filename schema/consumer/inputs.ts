import { builder } from '../builder.ts'
import { AddressInput } from '../common/address.ts'
import { idempotencyKeyForDays, metadata } from '../common/payload.ts'

const phone =
  'Telephone number, at most 64 characters: international, e.g. +49 30 123456, or national in the consumer’s country. ' +
  'Invisible characters are left out.'

export const ConsumerCreateInput = builder.inputType('ConsumerCreateInput', {
  description:
    'A new consumer. Which of the optional fields an agreement needs, its payment method’s requiredConsumerFields tell.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKeyForDays }),
    country: t.field({ type: 'CountryCode', required: true, description: 'Where the consumer lives.' }),
    name: t.string({ description: 'Full name.' }),
    email: t.string({ description: 'E-mail address.' }),
    phone: t.string({ description: phone }),
    locale: t.string({ description: 'Language and region for what the provider shows to the consumer, e.g. en-US.' }),
    birthDate: t.field({ type: 'Date', description: 'Date of birth, from 1900-01-01 to today.' }),
    taxId: t.string({ description: 'The consumer’s own tax number, where a payment method needs it.' }),
    billingAddress: t.field({ type: AddressInput, description: 'Where bills go.' }),
    reference: t.string({ description: 'The merchant’s own name for the consumer, to filter by. Need not be unique.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ConsumerUpdateInput = builder.inputType('ConsumerUpdateInput', {
  description: 'Changes to a consumer: an omitted field is unchanged, an explicit null clears.',
  fields: t => ({
    consumerId: t.id({ required: true, description: 'con_…' }),
    country: t.field({ type: 'CountryCode', description: 'Where the consumer lives. Cannot be cleared.' }),
    name: t.string({ description: 'Full name.' }),
    email: t.string({ description: 'E-mail address.' }),
    phone: t.string({ description: phone }),
    locale: t.string({ description: 'Language and region for what the provider shows to the consumer, e.g. en-US.' }),
    birthDate: t.field({ type: 'Date', description: 'Date of birth, from 1900-01-01 to today.' }),
    taxId: t.string({ description: 'The consumer’s own tax number, where a payment method needs it.' }),
    billingAddress: t.field({ type: AddressInput, description: 'Where bills go. Replaced whole.' }),
    reference: t.string({ description: 'The merchant’s own name for the consumer, to filter by.' }),
    metadata: t.field({ type: 'JSON', description: 'A JSON object of at most 50 strings by key. Replaced whole.' }),
  }),
})
