import type { LoadOptions, Provider } from '../plan/load-options.ts'

export interface LedgerCharge {
  readonly provider: Provider
  readonly id: string
  readonly reference: string | null
  readonly agreementId: string | null
  readonly amount: number
  readonly currency: string
  readonly status: 'PENDING' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'FAILED'
  readonly captured: number
  readonly refunded: number
  readonly voided: number
}

export interface LedgerAgreement {
  readonly provider: Provider
  readonly id: string
  readonly reference: string | null
  readonly status: string
}

export interface LedgerWebhook {
  readonly attempts: number
  readonly delivered: boolean
}

/** The providers' ledger, from the simulators. */
export interface Ledger {
  readonly charges: readonly LedgerCharge[]
  readonly agreements: readonly LedgerAgreement[]
  readonly webhooks: readonly LedgerWebhook[]
}

const FAULT_KINDS = [
  'dropBeforeEffect',
  'dropAfterEffect',
  'error500AfterEffect',
  'duplicateWebhook',
  'reorderWebhook',
  'dropWebhook',
  'webhookBeforeAnswer',
  'malformedAnswer',
] as const
const LONGEST_DELAY_MS = 60

/** The simulators' control interface. */
export interface Simulators {
  /** Sets every kind of fault to the same rate, and delays responses by up to 60 ms. */
  setFaults(options: Pick<LoadOptions, 'seed' | 'faultRate'>): Promise<void>
  endFaults(): Promise<void>
  withoutRateLimits(): Promise<void>
  /** Declines the next charge of an agreement, by the provider's id. */
  declineOnce(provider: Provider, agreementId: string): Promise<void>
  ledger(): Promise<Ledger>
}

export function simulatorsAt(url: string): Simulators {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/control/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`control/${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    async setFaults({ seed, faultRate }) {
      const rates = Object.fromEntries(FAULT_KINDS.map(kind => [kind, faultRate]))
      await call('faults', { seed, rates, delayMs: [0, LONGEST_DELAY_MS] })
    },
    endFaults: async () => void (await call('faults', {})),
    async withoutRateLimits() {
      for (const provider of ['PPRO', 'APS']) await call('limits', { provider, perSecond: null })
    },
    async declineOnce(provider, agreementId) {
      await call('outcomes', { provider, agreementId, operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
    },
    ledger: async () => (await call('ledger')) as Ledger,
  }
}
