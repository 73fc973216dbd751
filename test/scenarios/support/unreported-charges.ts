import { chargeCreate } from '../../../src/operations/charge/create.ts'
import type { Delivery } from '../../providers/conformance/mailbox.ts'
import { aed, consumerGoes, givenCardAgreement } from '../../support/world/card.ts'
import {
  control,
  givenActiveAgreement,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
  usd,
} from '../../support/world/story.ts'
import { actAtAps, membersOf, refundAtPpro } from './by-hand.ts'
import type { Gateway } from './gateway.ts'
import { losingAnswers } from './providers.ts'

/**
 * A charge of 10.00 that its provider has finished, 3.00 refunded, and of which the gateway has received no update yet.
 */
export interface UnreportedCharge {
  readonly chargeId: string
  readonly providerReference: string
  /** Its statuses here before any update. */
  readonly begun: readonly string[]
  /** The provider's four notifications, in the order of what happened. */
  readonly deliveries: readonly [Delivery, Delivery, Delivery, Delivery]
}

export const unreportedCharges = { PPRO: pproCharges, APS: apsCharges } as const

/** The consumer has to act, the charge is authorized, captured, and refunded by PPRO's own staff. */
async function pproCharges(gateway: Gateway, count: number): Promise<UnreportedCharge[]> {
  const agreement = await givenActiveAgreement(gateway, { paymentMethod: 'MOCK' })
  await gateway.delivered()
  gateway.notify('mailbox')
  await control(gateway, 'limits', { provider: 'PPRO', perSecond: null })
  const losing = losingAnswers(gateway.deps)
  const charge = async () => {
    const made = await chargeCreate(losing, gateway.caller, {
      idempotencyKey: key(),
      agreementId: agreement.id,
      amount: usd(1_000n),
      description: 'requiresAuthentication=true',
      initiator: 'CONSUMER',
      returnUrl: 'https://shop.example/again',
    })
    return mustSucceed(made).charge.id
  }
  const ids = await Promise.all(Array.from({ length: count }, charge))
  await gateway.delivered()
  const references = await referencesOf(gateway, ids)
  const updateOf = (reference: string, type: string) =>
    only(
      gateway.mailbox.deliveries.filter(delivery => {
        const { subject, type: of } = membersOf(delivery)
        return subject === reference && of === `PAYMENT_CHARGE_${type}`
      }),
    )
  await Promise.all(
    references.map(async ({ providerReference }) => {
      const { authenticationMethods } = membersOf(updateOf(providerReference, 'AUTHENTICATION_PENDING')).data
      const body = new URLSearchParams({ decision: 'approve' })
      await fetch(authenticationMethods[0].details.requestUrl, { method: 'POST', body, redirect: 'manual' })
      await refundAtPpro(gateway, providerReference, 300)
    }),
  )
  await gateway.delivered()
  return references.map(({ chargeId, providerReference }) => ({
    chargeId,
    providerReference,
    begun: ['PROCESSING', 'UNKNOWN'],
    deliveries: [
      updateOf(providerReference, 'AUTHENTICATION_PENDING'),
      updateOf(providerReference, 'AUTHORIZATION_SUCCEEDED'),
      updateOf(providerReference, 'CAPTURE_SUCCEEDED'),
      updateOf(providerReference, 'REFUND_SUCCEEDED'),
    ],
  }))
}

/** The bank takes time, then authorizes; captured and refunded in APS's back office. */
async function apsCharges(gateway: Gateway, count: number): Promise<UnreportedCharge[]> {
  gateway.notify('mailbox')
  await control(gateway, 'limits', { provider: 'APS', perSecond: null })
  const losing = { ...gateway, deps: losingAnswers(gateway.deps) }
  const ids: string[] = []
  while (ids.length < count) {
    const initialCharge = { amount: aed(1_000n), captureMode: 'MANUAL' } as const
    const agreement = await givenCardAgreement(gateway, { initialCharge })
    await control(gateway, 'outcomes', { provider: 'APS', operation: 'charge', outcomes: ['pending'] })
    await consumerGoes(losing, agreement)
    ids.push(await initialChargeOf(gateway, agreement.id))
  }
  await gateway.passAtProviders(60_000)
  const references = await referencesOf(gateway, ids)
  for (const { sentReference } of references)
    for (const [command, amount] of [
      ['CAPTURE', '1000'],
      ['REFUND', '300'],
    ] as const)
      await actAtAps(gateway, { command, amount, currency: 'AED', merchant_reference: sentReference })
  await gateway.delivered()
  return references.map(({ chargeId, providerReference, sentReference }) => {
    const about = gateway.mailbox.deliveries.filter(one => membersOf(one).merchant_reference === sentReference)
    const updateOf = (code: string) => only(about.filter(one => membersOf(one).response_code === code))
    return {
      chargeId,
      providerReference,
      begun: ['AUTHENTICATION_PENDING', 'PROCESSING', 'UNKNOWN'],
      deliveries: [updateOf('19784'), updateOf('02000'), updateOf('04000'), updateOf('06000')],
    }
  })
}

/** The id of each charge at its provider: that of the one request that was sent for it. */
async function referencesOf(gateway: Gateway, chargeIds: readonly string[]) {
  const { rows } = await gateway.database.pool.query<{ id: string; charge_id: string }>(
    'SELECT id, charge_id FROM provider_requests WHERE charge_id = ANY($1)',
    [chargeIds],
  )
  const { charges } = await ledger(gateway)
  return chargeIds.map(chargeId => {
    const { id: sentReference } = only(rows.filter(({ charge_id }) => charge_id === chargeId))
    const { id: providerReference } = only(charges.filter(({ reference }) => reference === sentReference))
    return { chargeId, sentReference, providerReference }
  })
}

function only<T>(found: readonly T[]): T {
  const [one, ...others] = found
  if (one === undefined || others.length > 0) throw new Error(`one was expected, there are ${found.length}`)
  return one
}
