import { builder } from '../builder.ts'
import { AddressInput } from '../common/address.ts'
import { idempotencyKeyForDays, metadata } from '../common/payload.ts'

const phone =
  'A phone number, at most 64 characters: international, e.g. +49 30 123456, or national in the consumer’s ' +
  'country. Invisible characters are removed.'

export const ConsumerCreateInput = builder.inputType('ConsumerCreateInput', {
  description:
    'The consumer to create. A payment method’s requiredConsumerFields lists the optional fields that an ' +
    'agreement needs.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKeyForDays }),
    country: t.field({ type: 'CountryCode', required: true, description: 'The country where the consumer lives.' }),
    name: t.string({ description: 'The full name.' }),
    email: t.string({ description: 'The email address.' }),
    phone: t.string({ description: phone }),
    locale: t.string({ description: 'The language and region of the provider’s pages for the consumer, e.g. en-US.' }),
    birthDate: t.field({ type: 'Date', description: 'The date of birth, from 1900-01-01 to today.' }),
    taxId: t.string({ description: 'The consumer’s tax id, if a payment method needs it.' }),
    billingAddress: t.field({ type: AddressInput, description: 'The billing address.' }),
    reference: t.string({
      description: 'Your own reference for the consumer. You can filter lists by it. It does not have to be unique.',
    }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ConsumerUpdateInput = builder.inputType('ConsumerUpdateInput', {
  description: 'The changes to a consumer. Omitted fields do not change; null clears a field.',
  fields: t => ({
    consumerId: t.id({ required: true, description: 'The consumer’s id, con_….' }),
    country: t.field({
      type: 'CountryCode',
      description: 'The country where the consumer lives. It cannot be cleared.',
    }),
    name: t.string({ description: 'The full name.' }),
    email: t.string({ description: 'The email address.' }),
    phone: t.string({ description: phone }),
    locale: t.string({ description: 'The language and region of the provider’s pages for the consumer, e.g. en-US.' }),
    birthDate: t.field({ type: 'Date', description: 'The date of birth, from 1900-01-01 to today.' }),
    taxId: t.string({ description: 'The consumer’s tax id, if a payment method needs it.' }),
    billingAddress: t.field({
      type: AddressInput,
      description: 'The billing address. It replaces the stored address completely.',
    }),
    reference: t.string({ description: 'Your own reference for the consumer. You can filter lists by it.' }),
    metadata: t.field({
      type: 'JSON',
      description:
        'Your own key-value data: a JSON object with at most 50 string values. It replaces the stored metadata completely.',
    }),
  }),
})
