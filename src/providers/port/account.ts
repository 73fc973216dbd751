import type { Mode, ProviderCode, Tenant } from '../../domain/enums.ts'

/** The part of the credentials that all providers share. */
export interface Account {
  /** True for the built-in simulator. */
  readonly simulated: boolean
  /** The mode of the keys that may use these credentials. Omitted: TEST, as for a simulator. */
  readonly mode?: Mode
}

/** No account serves both modes, because a test key must not move the money of live keys. */
export function modesOf({ simulated, mode }: Account): readonly [Mode] {
  return [simulated ? 'TEST' : (mode ?? 'TEST')]
}

/** A former secret that is still accepted, together with the current one, during a rotation. */
export interface Former {
  /** When it is no longer accepted, in milliseconds since the epoch, in real time. Omitted: never. */
  readonly untilMs?: number
}

/** The former secrets that are still accepted. */
export function stillAccepted<Each extends Former>(former: readonly Each[] | undefined): readonly Each[] {
  return (former ?? []).filter(({ untilMs }) => untilMs === undefined || untilMs > Date.now())
}

export interface PproConfig extends Account {
  /** Without /v1 and without a slash at the end; may have a path. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
  /** Webhooks can still be signed with one of these. */
  readonly former?: readonly (Former & { readonly webhookSecret: string })[]
}

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
  /** Messages from APS can still be signed with one of these. */
  readonly former?: readonly (Former & Pick<ApsConfig, 'accessCode' | 'shaResponsePhrase' | 'shaType'>)[]
}

/** Credentials with the code of their provider. */
export type ProviderConfig = ({ readonly provider: 'PPRO' } & PproConfig) | ({ readonly provider: 'APS' } & ApsConfig)

/** A merchant's own account. */
export interface OwnAccount {
  readonly id: string
  readonly tenant: Tenant
  readonly provider: ProviderCode
  /** The account's name at the provider, which webhooks carry: PPRO's merchant id, APS's merchant identifier. */
  readonly name: string
  /** Rises with every change. */
  readonly version: number
  /**
   * ACTIVE: new agreements are made on it. REPLACED: only existing agreements use it. RETIRED: nothing new is charged.
   */
  readonly status: 'ACTIVE' | 'REPLACED' | 'RETIRED'
  readonly config: ProviderConfig
}

/** The provider's answer to credentials before they are saved. Reasons contain no secret. */
export type CredentialTrial =
  | { readonly verdict: 'accepted' }
  /** The provider does not know them, or does not accept them together. */
  | { readonly verdict: 'refused'; readonly reason: string }
  /** No answer. */
  | { readonly verdict: 'unavailable'; readonly reason: string }
  /** The answer does not say whether the credentials are accepted. */
  | { readonly verdict: 'unknown'; readonly reason: string }

/**
 * Whether the account is reached over plain http, as a simulator is. Consumers can be sent to plain http pages only
 * then.
 */
export function reachedByPlainHttp(accountUrl: string): boolean {
  return new URL(accountUrl).protocol === 'http:'
}
