import type { Options, Provider } from '../options.ts'
import { type Random, randomFrom } from '../random.ts'

/** The story of a charge, as its caller plans it. */
export type Story =
  /** Only charged. */
  | 'plain'
  /** Sent twice at the same moment under one key. */
  | 'twice'
  | 'declined'
  /** Two refunds of the same amount. */
  | 'refundedTwice'
  | 'refundedWhole'
  | 'capturedInParts'
  | 'capturedAndVoided'
  | 'voided'
  /** The first charge of an agreement, whose consumer visits the provider's pages. */
  | 'initial'
  /** The same, and then the agreement is revoked. */
  | 'revoked'

export interface PlannedCharge {
  readonly index: number
  readonly provider: Provider
  readonly story: Story
  /** Minor units. */
  readonly amount: number
  /** A number that selects an agreement and a card. */
  readonly choice: number
}

const weights: Readonly<Record<Story, number>> = {
  plain: 34,
  twice: 8,
  declined: 10,
  refundedTwice: 12,
  refundedWhole: 6,
  capturedInParts: 10,
  capturedAndVoided: 4,
  voided: 6,
  initial: 6,
  revoked: 4,
}

/** These amounts are declined by both simulators, as GENERIC_DECLINE and as INSUFFICIENT_FUNDS. */
export const declinedAmounts = { 300001: 'GENERIC_DECLINE', 300002: 'INSUFFICIENT_FUNDS' } as const

/** The charges, in the order in which they start. */
export function planCharges({ seed, charges, providers }: Options): PlannedCharge[] {
  const random = randomFrom(seed, 'charges')
  return Array.from({ length: charges }, (_, index) => {
    const provider = providers[index % providers.length] ?? 'PPRO'
    const story = drawStory(random)
    const amount = story === 'declined' ? random.pick([300_001, 300_002]) : random.between(1_000, 90_000)
    return { index, provider, story, amount, choice: random.between(0, 1_000_000) }
  })
}

function drawStory(random: Random): Story {
  const entries = Object.entries(weights) as [Story, number][]
  let left = random.fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [story, weight] of entries) {
    left -= weight
    if (left < 0) return story
  }
  return 'plain'
}

export type Disruption = {
  /** The number of charges that must have started before. */
  readonly afterCharges: number
  /** The additional delay. */
  readonly delayMs: number
  readonly downMs: number
} & ({ readonly of: 'gateway' } | { readonly of: 'PostgreSQL'; readonly how: PostgresEnd })

/** `fast` aborts running statements; `immediate` leaves everything to recovery; `kill` is SIGKILL. */
export type PostgresEnd = 'fast' | 'immediate' | 'kill'

/** When the gateway is killed and PostgreSQL is ended, in order. */
export function planDisruptions({ seed, charges, kills, restarts }: Options): Disruption[] {
  const random = randomFrom(seed, 'disruptions')
  const moment = () => ({
    // All are during the load: some charges follow the last disruption.
    afterCharges: random.between(1, Math.max(1, Math.floor(charges * 0.95))),
    delayMs: random.between(0, 400),
    downMs: random.between(0, 400),
  })
  const planned: Disruption[] = [
    ...Array.from({ length: kills }, () => ({ ...moment(), of: 'gateway' as const })),
    ...Array.from({ length: restarts }, () => {
      return { ...moment(), of: 'PostgreSQL' as const, how: random.pick<PostgresEnd>(['fast', 'immediate', 'kill']) }
    }),
  ]
  return planned.toSorted((one, other) => one.afterCharges - other.afterCharges)
}
