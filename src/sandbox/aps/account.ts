export const SHA_TYPES = ['SHA-256', 'SHA-512', 'HMAC-256', 'HMAC-512'] as const

export type ShaType = (typeof SHA_TYPES)[number]

/** The merchant's account, with the settings of its back office. */
export type ApsAccount = {
  readonly accessCode: string
  readonly merchantIdentifier: string
  /** Signs what the merchant sends. */
  readonly shaRequestPhrase: string
  /** Signs what APS sends: answers, returns of the browser, webhooks. */
  readonly shaResponsePhrase: string
  readonly shaType: ShaType
  /** Also accepted in requests, as while credentials are rotated. */
  readonly former?: { readonly accessCode: string; readonly shaRequestPhrase: string } | undefined
  /** The URL for direct and notification feedback. */
  readonly webhookUrl: string
}

/** The account of a sandbox without other settings. */
export const DEFAULT_APS_ACCOUNT: ApsAccount = {
  accessCode: 'perennialaccess00001',
  merchantIdentifier: 'perennialsb',
  shaRequestPhrase: 'aps-sandbox-request-phrase',
  shaResponsePhrase: 'aps-sandbox-response-phrase',
  shaType: 'SHA-256',
  webhookUrl: 'http://localhost:4000/webhooks/aps',
}
