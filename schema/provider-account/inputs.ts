import { LONGEST_OVERLAP_SECONDS, OVERLAP_SECONDS } from '../../src/domain/access/api-key.ts'
import type { ShaType } from '../../src/providers/port/account.ts'
import { builder } from '../builder.ts'

const PproCredentialsInput = builder.inputType('PproCredentialsInput', {
  description: 'Credentials of an account at PPRO. They are stored encrypted and never shown.',
  fields: t => ({
    merchantId: t.string({ required: true, description: 'The merchant id, merch_…. It names the account.' }),
    apiKey: t.string({ required: true, description: 'The API key.' }),
    webhookSecret: t.string({ required: true, description: 'The secret with which PPRO signs webhooks.' }),
  }),
})

const ApsShaType = builder.enumType('ApsShaType', {
  description: 'The hash algorithm of APS’s signatures.',
  values: {
    SHA_256: { value: 'SHA-256', description: 'SHA-256.' },
    SHA_512: { value: 'SHA-512', description: 'SHA-512.' },
    HMAC_256: { value: 'HMAC-256', description: 'HMAC with SHA-256.' },
    HMAC_512: { value: 'HMAC-512', description: 'HMAC with SHA-512.' },
  } as const satisfies Record<string, { value: ShaType; description: string }>,
})

const ApsCredentialsInput = builder.inputType('ApsCredentialsInput', {
  description: 'Credentials of an account at APS. They are stored encrypted and never shown.',
  fields: t => ({
    merchantIdentifier: t.string({ required: true, description: 'The merchant identifier. It names the account.' }),
    accessCode: t.string({ required: true, description: 'The access code.' }),
    shaRequestPhrase: t.string({ required: true, description: 'The phrase that signs what the gateway sends.' }),
    shaResponsePhrase: t.string({ required: true, description: 'The phrase that signs what APS sends.' }),
    shaType: t.field({ type: ApsShaType, description: 'The hash algorithm of the signatures. Default: SHA_256.' }),
  }),
})

export const ProviderAccountSetInput = builder.inputType('ProviderAccountSetInput', {
  description:
    'Credentials of your merchant’s account at a provider, for your key’s mode. Give exactly one of ppro and aps.',
  fields: t => ({
    ppro: t.field({ type: PproCredentialsInput, description: 'Credentials at PPRO.' }),
    aps: t.field({ type: ApsCredentialsInput, description: 'Credentials at APS.' }),
    overlapSeconds: t.int({
      description:
        `If they replace credentials of the same account: how many seconds webhooks with the former secret are still ` +
        `accepted, 0 to ${LONGEST_OVERLAP_SECONDS}. Default: ${OVERLAP_SECONDS} (24 hours).`,
    }),
  }),
})

export const ProviderAccountRetireInput = builder.inputType('ProviderAccountRetireInput', {
  description: 'The account to retire.',
  fields: t => ({
    providerAccountId: t.id({ required: true, description: 'The account’s id, pac_….' }),
  }),
})
