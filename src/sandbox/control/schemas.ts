import { z } from 'zod'
import { SHA_TYPES } from '../aps/account.ts'
import { FAULT_KINDS, type FaultKind } from '../faults/faults.ts'
import type { Simulator } from '../simulator.ts'

/**
 * The bodies of the control calls. Unknown fields are refused, because a misspelled fault never happens and a test with
 * it would prove nothing.
 */

const LONGEST_DELAY_MS = 60_000

const rate = z.number().min(0).max(1)
const delayMs = z.number().min(0).max(LONGEST_DELAY_MS)

function providerOf(simulators: readonly Simulator[]) {
  return z.enum([...new Set(simulators.map(({ provider }) => provider))])
}

export function faultsRequest(simulators: readonly Simulator[]) {
  const noRates: Partial<Record<FaultKind, number>> = {}
  return z.strictObject({
    provider: providerOf(simulators).optional(),
    seed: z.union([z.number(), z.string()]).default(1),
    rates: z.partialRecord(z.enum(FAULT_KINDS), rate).default(noRates),
    delayMs: z
      .tuple([delayMs, delayMs])
      .refine(([minimum, maximum]) => minimum <= maximum, 'must be [minimum, maximum]')
      .default([0, 0]),
  })
}

export function outcomesRequest(simulators: readonly Simulator[]) {
  return z
    .strictObject({
      provider: providerOf(simulators),
      agreementId: z.string().min(1).optional(),
      operation: z.enum(['charge', 'capture', 'refund', 'void']),
      outcomes: z.array(z.string()).max(10_000),
    })
    .superRefine(({ provider, agreementId, operation, outcomes }, context) => {
      const ofProvider = simulators.filter(candidate => candidate.provider === provider)
      const [simulator] = ofProvider
      if (!simulator) return
      if (agreementId !== undefined && !ofProvider.some(each => each.hasAgreement(agreementId))) {
        context.addIssue({ code: 'custom', path: ['agreementId'], message: `${provider} has no such agreement` })
      }
      for (const [index, outcome] of outcomes.entries()) {
        if (simulator.knowsOutcome(operation, outcome)) continue
        const message = `${JSON.stringify(outcome)} is not an outcome of a ${operation}`
        context.addIssue({ code: 'custom', path: ['outcomes', index], message })
      }
    })
}

export function limitsRequest(simulators: readonly Simulator[]) {
  return z.strictObject({
    provider: providerOf(simulators),
    perSecond: z.number().positive().max(1_000_000).nullable(),
  })
}

const text = z.string().min(1)
const webhookUrl = z.url({ protocol: /^https?$/ })

export const accountRequest = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('PPRO'),
    merchantId: text,
    apiKey: text,
    otherApiKeys: z.array(text).optional(),
    webhookSecret: text,
    webhookUrl,
  }),
  z.strictObject({
    provider: z.literal('APS'),
    merchantIdentifier: text,
    accessCode: text,
    shaRequestPhrase: text,
    shaResponsePhrase: text,
    shaType: z.enum(SHA_TYPES).default('SHA-256'),
    former: z.strictObject({ accessCode: text, shaRequestPhrase: text }).optional(),
    webhookUrl,
  }),
])

export const revokeRequest = z.strictObject({ by: z.enum(['CONSUMER', 'PROVIDER']) })

export const resetRequest = z.strictObject({})

/**
 * A `to` that is earlier than now by no more than this is accepted, because time continues between reading a clock and
 * setting it.
 */
const CLOCK_TOLERANCE_MS = 60_000

export function clockRequest(nowMs: number) {
  return z.strictObject({
    to: z.iso
      .datetime({ offset: true })
      .refine(
        to => !(Date.parse(to) < nowMs - CLOCK_TOLERANCE_MS),
        `must not be in the past: it is ${new Date(nowMs).toISOString()} and the clock never goes back`,
      ),
  })
}
