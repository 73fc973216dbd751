import { type Random, randomFrom } from '../random.ts'
import type { LoadOptions, Provider } from './load-options.ts'

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
export function planCharges({ seed, charges, providers }: LoadOptions): PlannedCharge[] {
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
