import type { Account } from '../port/account.ts'

/** The hash of APS's signatures, set per channel in its back office. */
export type ShaType = 'SHA-256' | 'SHA-512' | 'HMAC-256' | 'HMAC-512'

export interface ApsConfig extends Account {
  /** The whole endpoint for servers, …/FortAPI/paymentApi. */
  readonly apiUrl: string
  /** The whole endpoint for the consumer's browser, …/FortAPI/paymentPage. */
  readonly pageUrl: string
  readonly accessCode: string
  readonly merchantIdentifier: string
  /** Signs what we send. */
  readonly shaRequestPhrase: string
  /** Signs what APS sends. */
  readonly shaResponsePhrase: string
  readonly shaType: ShaType
}
