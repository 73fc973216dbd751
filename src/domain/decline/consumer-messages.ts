import type { FailureKind } from './failure.ts'

/**
 * Sentences that may be shown to a consumer. They say what the consumer can do, in plain words. They never reveal a
 * suspicion of fraud: such a decline reads like any other (`declined`).
 */
export const consumerSentences = {
  accountUnusable: 'Your account cannot be used for this payment. Please use another payment method.',
  agreementEnded: 'Your permission for automatic payments has ended. Please set up your payment method again.',
  bankAccountMissing: 'Your bank account number (IBAN) is missing. Please enter it and try again.',
  canceled: 'Your payment was canceled.',
  canceledByYou: 'You canceled the payment.',
  cardExpired: 'Your card has expired. Please use another card.',
  cardInvalid: 'Your card is no longer valid. Please use another card.',
  cardNotVerified: 'Your card could not be verified. Please check its details, or use another card.',
  contactUs: 'Your payment could not be processed. Please contact us.',
  declined: 'Your payment was declined. Please use another payment method, or contact your bank.',
  limitReached:
    'Your payment is over the limit of your account. Please use another payment method, or contact your bank.',
  methodUnusable: 'This payment method cannot be used for this payment. Please use another payment method.',
  noMoney: 'There is not enough money in your account. Please add money, or use another payment method.',
  notAllowedByBank: 'Your bank did not allow this payment. Please contact your bank, or use another payment method.',
  notAuthenticated: 'We could not confirm your identity. Please try again, or use another payment method.',
  notConfirmedInTime: 'The payment was not confirmed in time. Please try again.',
  paidAlready: 'This payment looks like one that was already made. Please check your payments before you try again.',
  pinBlocked: 'The PIN was wrong too many times. Please contact your bank, or use another payment method.',
  refundImpossible: 'Your refund could not be made. Please contact us.',
  refundLater: 'Your refund is not possible yet. Please try again later.',
  savedMethodGone: 'Your saved payment method is no longer available. Please set it up again.',
  setupCanceled: 'The setup of your payment method was canceled.',
  setupFailed: 'Your payment method could not be set up. Please try again.',
  technicalProblem: 'Your payment could not be processed because of a technical problem. Please try again later.',
  tooManyPayments: 'Too many payments were made in a short time. Please try again tomorrow.',
  wrongAddress: "The billing address does not match your bank's records. Please check it and try again.",
  wrongExpiry: 'The expiry date of your card is not correct. Please check it and try again.',
  wrongName: 'The name of the account holder is not correct. Please check it and try again.',
  wrongNumber: 'The number of your card or account is not correct. Please check it and try again.',
  wrongPin: 'The PIN is not correct. Please try again.',
  wrongSecurityCode: 'The security code of your card is not correct. Please check it and try again.',
  wrongTaxNumber: 'The tax number is not correct. Please check it and try again.',
} as const

export type ConsumerSentence = keyof typeof consumerSentences

/** For a code that the taxonomy does not know. */
export const sentenceByKind: Readonly<Record<FailureKind, ConsumerSentence>> = {
  SOFT_DECLINE: 'declined',
  HARD_DECLINE: 'declined',
  FRAUD_SUSPECTED: 'declined',
  AUTHENTICATION_FAILED: 'notAuthenticated',
  INVALID_REQUEST: 'contactUs',
  PROVIDER_ERROR: 'technicalProblem',
  EXPIRED: 'notConfirmedInTime',
  CANCELED: 'canceled',
}
