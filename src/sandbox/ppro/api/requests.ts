import { z } from 'zod'

/**
 * The rules of PPRO's specification for each request. Unknown fields are accepted, because PPRO does not say that it
 * refuses them. The general rule "any string up to 512 characters" is checked over the whole body in validation.ts.
 */

export type JsonObject = Readonly<Record<string, unknown>>

const country = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code')
const dateTime = z.iso.datetime({ offset: true })
const jsonObject = z.record(z.string(), z.unknown())

const labels = z
  .record(z.string().max(50), z.string().max(200))
  .refine(map => Object.keys(map).length <= 50, 'must have at most 50 entries')

export type Labels = z.infer<typeof labels>

/** An amount that is too small is the documented example of a 422; every other error here is a 400. */
export const AMOUNT_TOO_SMALL = 'must be at least 1'

const amount = z.int().min(1, AMOUNT_TOO_SMALL)
const money = z.looseObject({ value: amount, currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code') })

const webhooksUrl = z.string().regex(/^https:\/\/\S+$/, 'must begin with https://')

const client = z.looseObject({ ip: z.string().optional(), userAgent: z.string().max(500).optional() })

const consumer = z.looseObject({
  country,
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  birthDate: z.iso.date().optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}-[A-Z]{2}$/, 'must look like en-US')
    .optional(),
  client: client.optional(),
  taxIdentification: z.string().optional(),
  merchantConsumerReference: z.string().optional(),
  billingAddress: jsonObject.optional(),
  profile: jsonObject.optional(),
})

export type ConsumerData = z.infer<typeof consumer>

const consumerUpdate = z.looseObject({ taxIdentification: z.string().optional(), client: client.optional() })

const order = z.looseObject({
  orderItems: z.array(z.looseObject({ name: z.string(), quantity: z.int(), amount: z.int() })).optional(),
  shippingMethod: z
    .enum(['VIRTUAL', 'TRACKED_DELIVERY', 'UNTRACKED_DELIVERY', 'IN_STORE_PICKUP', 'LOCKER_PICKUP', 'HYBRID'])
    .optional(),
  orderReferenceNumber: z.string().optional(),
  totalTaxAmount: z.int().optional(),
})

const AGREEMENT_AUTHENTICATION_TYPES = [
  'REDIRECT',
  'EXTERNAL_3DS',
  '3DS',
  'SCAN_CODE',
  'APP_NOTIFICATION',
  'MULTI_FACTOR',
] as const

const settingsOf = <T extends readonly [string, ...string[]]>(types: T) =>
  z.array(z.looseObject({ type: z.enum(types), settings: jsonObject.optional() }))

const agreementAuthenticationSettings = settingsOf(AGREEMENT_AUTHENTICATION_TYPES)
const chargeAuthenticationSettings = settingsOf([...AGREEMENT_AUTHENTICATION_TYPES, 'APP_INTENT'])

export type AuthenticationSettings = ReadonlyArray<{ type: string; settings?: JsonObject | undefined }>

const paymentMedium = z.enum(['ECOMMERCE', 'MOTO', 'POS'])
const initiator = z.enum(['MERCHANT', 'CONSUMER'])
const scheduleType = z.enum(['SCHEDULED', 'SCHEDULED_RETRY', 'UNSCHEDULED', 'RECURRING'])
const instrument = z.looseObject({ type: z.string() })
const schemeReferences = {
  initialSchemeAuthorizationReference: z.string().optional(),
  initialTransactionLinkReference: z.string().optional(),
}

const initialPaymentCharge = z.looseObject({
  amount: money,
  initiator: initiator.optional(),
  scheduleType: scheduleType.optional(),
  paymentDescriptor: z.string().optional(),
  autoCapture: z.boolean().optional(),
  order: order.optional(),
  merchantPaymentChargeReference: z.string().optional(),
  webhooksUrl: webhooksUrl.optional(),
  authenticationSettings: agreementAuthenticationSettings.optional(),
  consumer: consumerUpdate.optional(),
  labels: labels.optional(),
})

export const agreementChargeRequest = initialPaymentCharge.extend(schemeReferences)

export type AgreementChargeRequest = z.infer<typeof agreementChargeRequest>

export const agreementRequest = z.looseObject({
  paymentMethod: z.string().min(1),
  consumer,
  paymentMedium: paymentMedium.optional(),
  description: z.string().max(100).optional(),
  merchantPaymentAgreementReference: z.string().optional(),
  frequency: z
    .looseObject({
      type: z.enum(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
      interval: z.int().min(1).max(1000).default(1),
    })
    .optional(),
  startDate: dateTime.optional(),
  endDate: dateTime.optional(),
  amount: money.optional(),
  amountType: z.enum(['MAX', 'EXACT', 'VARIABLE']).optional(),
  instrumentId: z.string().optional(),
  instrument: instrument
    .extend({
      type: z.enum([
        'BANCONTACT_ACCOUNT',
        'BANK_ACCOUNT',
        'CARD_NETWORK_TOKEN',
        'MOCK',
        'PASSTHROUGH_WALLET',
        'UPI_AUTOPAY',
        'RAW_CARD',
      ]),
    })
    .optional(),
  paymentSessionId: z.string().optional(),
  webhooksUrl: webhooksUrl.optional(),
  initialPaymentCharge: initialPaymentCharge.optional(),
  authenticationSettings: agreementAuthenticationSettings.optional(),
  labels: labels.optional(),
  ...schemeReferences,
})

export type AgreementRequest = z.infer<typeof agreementRequest>

export const chargeRequest = z.looseObject({
  paymentMethod: z.string().regex(/^[A-Z0-9_]+$/, 'must be upper case'),
  amount: money,
  consumer: consumer.extend({
    locale: z
      .string()
      .regex(/^[a-z]{2}-[A-Z]{2}$/, 'must look like en-US')
      .optional(),
  }),
  paymentMedium: paymentMedium.optional(),
  paymentDescriptor: z.string().optional(),
  initiator: initiator.optional(),
  scheduleType: scheduleType.optional(),
  instrumentId: z.string().optional(),
  instrument: instrument.optional(),
  order: order.optional(),
  merchantPaymentChargeReference: z.string().optional(),
  authenticationSettings: chargeAuthenticationSettings.optional(),
  autoCapture: z.boolean().optional(),
  webhooksUrl: webhooksUrl.optional(),
  labels: labels.optional(),
  ...schemeReferences,
})

export type ChargeRequest = z.infer<typeof chargeRequest>

export const revocationRequest = z.looseObject({})

export const confirmationRequest = z.looseObject({
  authenticationResult: z.looseObject({
    type: z.enum(['APP_NOTIFICATION', 'MULTI_FACTOR']).optional(),
    details: jsonObject,
  }),
})

export const captureRequest = z.looseObject({
  amount,
  merchantCaptureReference: z.string().optional(),
  labels: labels.optional(),
})

export const voidRequest = z.looseObject({
  amount,
  merchantVoidReference: z.string().optional(),
  labels: labels.optional(),
})

export const refundRequest = z.looseObject({
  amount,
  merchantRefundReference: z.string().optional(),
  refundDescriptor: z.string().optional(),
  refundReason: z.enum(['RETURN', 'DUPLICATE', 'FRAUD', 'CUSTOMER_REQUEST', 'PRE_DISPUTE', 'OTHER']).optional(),
  labels: labels.optional(),
})
