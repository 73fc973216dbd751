import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultPlan } from './faults/faults.ts'
import type { RateLimit, ScriptedOperation } from './faults/settings.ts'

type LedgerAgreement = {
  readonly provider: string
  readonly id: string
  readonly reference: string | null
  readonly status: string
  readonly paymentMethod: string
  readonly createdAt: string
}

export type LedgerCharge = {
  readonly provider: string
  readonly id: string
  readonly reference: string | null
  readonly agreementId: string | null
  readonly amount: number
  readonly currency: string
  readonly status: 'PENDING' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'FAILED'
  readonly captured: number
  readonly refunded: number
  readonly voided: number
  readonly createdAt: string
}

type LedgerWebhook = {
  readonly provider: string
  readonly type: string
  readonly subject: string
  readonly attempts: number
  readonly delivered: boolean
}

/** The provider's view. Money is in integer minor units. */
export type Ledger = {
  readonly agreements: LedgerAgreement[]
  readonly charges: LedgerCharge[]
  readonly webhooks: LedgerWebhook[]
}

export type Revoker = 'CONSUMER' | 'PROVIDER'
export type RevokeResult = 'revoked' | 'not-found' | 'not-active'

/** An amount, in minor units, that decides the outcome of these operations. */
export type MagicAmount = {
  readonly value: number
  readonly outcome: string
  readonly operations: readonly ScriptedOperation[]
}

/** One provider, for the control interface and the server. */
export type Simulator = {
  /** The name in ledger entries and in the control calls' `provider`. */
  readonly provider: string
  /** Everything below this path belongs to the simulator, e.g. `/ppro`. */
  readonly path: string
  /** HTML for the index page: the requests that it accepts. */
  readonly description: () => string
  readonly magicAmounts: readonly MagicAmount[]
  /** The account's name at the provider. Several accounts of one provider are several simulators with one path. */
  readonly account: string
  /** Whether a request is for this account: by its credentials, or by the object of a browser's page. */
  serves(request: IncomingMessage, url: URL): Promise<boolean>
  /** Answers one request whose path, without the mount, is `url.pathname`. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>
  ledger(): Ledger
  hasAgreement(agreementId: string): boolean
  /** Whether `outcome` is a word that `scriptOutcomes` accepts for this operation. */
  knowsOutcome(operation: ScriptedOperation, outcome: string): boolean
  scriptOutcomes(operation: ScriptedOperation, agreementId: string | null, outcomes: readonly string[]): void
  setFaults(plan: FaultPlan): void
  setRateLimit(perSecond: RateLimit): void
  reset(): void
  revokeAgreement(agreementId: string, by: Revoker): RevokeResult
  /** Sets the account's default URL for webhooks, for later ones and those still waiting. */
  setWebhookUrl(url: string): void
  /** Stops deliveries; undelivered webhooks stay in the journal. Requests must have ended before. */
  close(): Promise<void>
}
