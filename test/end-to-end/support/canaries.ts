// Values that occur only where the test put them.

/** What opens something. It is in no place. */
export const secrets = {
  pproApiKey: 'key_canary0000000000001',
  pproWebhookSecret: 'canary-ppro-webhook-secret',
  apsRequestPhrase: 'canary-aps-request-phrase',
  apsResponsePhrase: 'canary-aps-response-phrase',
  encryptionKey: 'c0ffee00c0ffee01c0ffee02c0ffee03c0ffee04c0ffee05c0ffee06c0ffee07',
  unknownKey: 'sk_live_canary000000000000000000000000000000000',
  unknownToken: 'ct_eyJhbGciOiJIUzI1NiJ9.canary.canary',
  cardNumber: '4557012345678902',
  cookie: 'canary-cookie-value',
} as const

/** What says something about a person. Only those read it who may read the object. */
export const personal = {
  name: 'Canaria Gonzalez',
  email: 'canary@example.com',
  phone: '+491701234567',
  birthDate: '1981-07-06',
  taxId: 'CANARYTAX77',
  firstName: 'Canaryfirst',
  lastName: 'Canarylast',
  street: 'Canarystrasse 5',
  postalCode: 'CAN4RY',
  city: 'Canarytown',
  region: 'Canaryregion',
  laterName: 'Kanaria Later',
  laterEmail: 'later-canary@example.com',
  deviceAddress: '203.0.113.77',
  deviceAgent: 'Canary-Browser/7',
  callerAgent: 'Canary-Caller/7',
  cardHolder: 'Ada Canary',
  webhookName: 'Canaryhook Person',
  webhookEmail: 'canary-hook@example.com',
} as const

/** A merchant's own texts, which its own reads and the database show. */
export const texts = {
  consumerReference: 'canary-consumer-reference',
  consumerMetadata: 'canary-consumer-metadata',
  agreementReference: 'canary-agreement-reference',
  agreementDescription: 'canary agreement description',
  agreementMetadata: 'canary-agreement-metadata',
  returnUrl: 'canary-return-path',
  chargeReference: 'canary-charge-reference',
  chargeDescription: 'canary charge description',
  chargeMetadata: 'canary-charge-metadata',
  captureReference: 'canary-capture-reference',
  refundReference: 'canary-refund-reference',
  refundReason: 'canary refund reason',
  voidReference: 'canary-void-reference',
  scheduleReference: 'canary-schedule-reference',
  scheduleDescription: 'canary schedule description',
  scheduleMetadata: 'canary-schedule-metadata',
  pauseReason: 'canary pause reason',
  cancelReason: 'canary cancel reason',
  revokeReason: 'canary revoke reason',
  keyLabel: 'canary key label',
} as const

/** The address of a caller, which the audit log has. */
export const callerAddress = '198.51.100.77'
/** Names the merchant in APS's forms and messages. It opens nothing. */
export const apsAccessCode = 'canaryaccesscode0001'
