import type { ApsConfig } from '../../../src/providers/aps/config.ts'
import { sign } from '../../../src/providers/aps/signature.ts'
import type {
  CreateAgreementCommand,
  CreateChargeCommand,
  OperateChargeCommand,
} from '../../../src/providers/port/provider.ts'
import { identity, plainAgreement, plainCharge } from './commands.ts'

export const apsConfig: ApsConfig = {
  apiUrl: 'http://127.0.0.1:9/FortAPI/paymentApi',
  pageUrl: 'https://page.example/FortAPI/paymentPage',
  accessCode: 'access1',
  merchantIdentifier: 'merchant1',
  shaRequestPhrase: 'request phrase',
  shaResponsePhrase: 'response phrase',
  shaType: 'SHA-256',
  simulated: true,
}

export type Fields = Readonly<Record<string, unknown>>

/** A message as APS would send it: signed with the response phrase. An undefined field is left out. */
export function signedByAps(fields: Fields): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return { ...given, signature: sign(given, { phrase: apsConfig.shaResponsePhrase, shaType: apsConfig.shaType }) }
}

/** The form of our ids. */
export const REQUEST_ID = 'att_01hzxv9q3cabcdefghjkmnpqrs'
export const OTHER_REQUEST_ID = 'att_01hzxv9q3czzzzzzzzzzzzzzzz'
export const FORT_ID = '169996200015585801'
export const TOKEN = '0123456789abcdef0123456789abcdef'

const consumer = {
  ...plainAgreement.consumer,
  country: 'AE',
  name: 'Zoë Canary',
  email: 'zoe@canary.example',
  locale: 'en-AE',
}

/** A card agreement whose consumer has given a card. */
export const cardAgreement: CreateAgreementCommand = {
  ...plainAgreement,
  paymentMethod: 'CARD',
  consumer,
  returnUrl: 'https://gateway.example/authenticate/return/agr_1.0011',
  initialCharge: {
    amount: { value: 24_300n, currency: 'AED' },
    captureMode: 'AUTOMATIC',
    description: 'First month',
    sentReference: REQUEST_ID,
  },
  client: { ip: '203.0.113.9', userAgent: 'Browser' },
  instrument: { type: 'CARD', token: TOKEN, brand: 'VISA', last4: '0001', expiryMonth: 5, expiryYear: 2030 },
}

export const cardCharge: CreateChargeCommand = {
  ...plainCharge,
  paymentMethod: 'CARD',
  agreementReference: OTHER_REQUEST_ID,
  consumer,
  instrument: { token: TOKEN, brand: 'VISA' },
  amount: { value: 24_300n, currency: 'AED' },
  description: 'Second month',
}

export const cardOperation = (verb: OperateChargeCommand['verb']): OperateChargeCommand => ({
  verb,
  chargeReference: FORT_ID,
  chargeSentReference: OTHER_REQUEST_ID,
  amount: { value: 1_000n, currency: 'AED' },
  reason: null,
})

export const providerRequest = identity(REQUEST_ID)
