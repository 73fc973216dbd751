import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { currencyExponent } from '../../src/base/currency.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import { chargeRefund } from '../../src/operations/charge/refund.ts'
import type { AgreementRow } from '../../src/store/tables.ts'
import { givenActiveCard } from '../support/world/card.ts'
import { cards } from '../support/world/consumer.ts'
import { control, givenActiveAgreement, key, ledger, mustSucceed } from '../support/world/story.ts'
import { type Gateway, startGateway } from './support/gateway.ts'
import { withProvider } from './support/providers.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const codes = letters.flatMap(one => letters.flatMap(two => letters.map(three => one + two + three)))
/** All known currencies. */
const currencies = codes.filter(code => currencyExponent(code) !== undefined)
/** APS counts other decimals in these: an amount could be wrong by a factor of a hundred. */
const countedOtherwise = ['UYI', 'UYW', 'XOF', 'XPF']

/** The simulator of APS uses the platform's list, which lacks a few: it declines them after it has parsed them. */
const platforms = new Set(Intl.supportedValuesOf('currency'))

/** An amount of its own for each currency, with no zero at its end that could be lost. */
const amountOf = (currency: string) => BigInt(1_200_000 + currencies.indexOf(currency)) * 10n + 7n
/** One of each number of decimals. */
const refundedToo = ['JPY', 'USD', 'KWD', 'CLF']
const AT_ONCE = 8
const refundOf = (currency: string) => amountOf(currency) - 1_000_001n

let gateway: Gateway
const bodies: string[] = []
let agreements: Record<'PPRO' | 'APS', AgreementRow>
beforeAll(async () => {
  gateway = await startGateway()
  // Before the first response, which says how many requests a provider accepts.
  for (const provider of ['PPRO', 'APS']) await control(gateway, 'limits', { provider, perSecond: null })
  agreements = {
    PPRO: await givenActiveAgreement(gateway, { paymentMethod: 'MOCK' }),
    // Not a Visa: Visa's rule for three decimals has a test of its own.
    APS: await givenActiveCard(gateway, {}, { card: cards.mastercard }),
  }
  // This test checks responses only.
  gateway.notify('mailbox')
})
beforeEach(() => {
  bodies.length = 0
})
afterAll(() => gateway.close())

const watched = () =>
  withProvider(gateway.deps, real => ({
    send: (request, options) => {
      bodies.push(request.body)
      return real.send(request, options)
    },
  }))

/** Charged in a currency and, in one of each kind, refunded in part. Returns the final charge. */
async function chargeAndRefund(provider: 'PPRO' | 'APS', currency: string): Promise<string> {
  const deps = watched()
  const result = await chargeCreate(deps, gateway.caller, {
    idempotencyKey: key(),
    agreementId: agreements[provider].id,
    amount: { value: amountOf(currency), currency },
  })
  if (!result.ok) return result.error.code
  const { charge } = result.payload
  expect(charge).toMatchObject({ amount: amountOf(currency), currency })
  if (!refundedToo.includes(currency) || charge.status !== 'CAPTURED') return charge.status
  const amount = { value: refundOf(currency), currency }
  const refund = await chargeRefund(deps, gateway.caller, { idempotencyKey: key(), chargeId: charge.id, amount })
  return mustSucceed(refund).charge.status
}

const written = {
  PPRO: {
    charge: (value: bigint, currency: string) => `"amount":{"value":${value},"currency":"${currency}"}`,
    refund: (value: bigint) => `"amount":${value}`,
  },
  APS: {
    charge: (value: bigint) => `"amount":"${value}"`,
    refund: (value: bigint) => `"amount":"${value}"`,
  },
} as const

test.each(['PPRO', 'APS'] as const)(
  '%s: charges and refunds in every currency of the table, to the digit on the wire and in the provider’s records (scenario 20)',
  async provider => {
    const already = new Set((await ledger(gateway)).charges.map(({ id }) => id))
    const outcomes = new Map<string, string>()
    for (let from = 0; from < currencies.length; from += AT_ONCE)
      await Promise.all(
        currencies.slice(from, from + AT_ONCE).map(async currency => {
          outcomes.set(currency, await chargeAndRefund(provider, currency))
        }),
      )
    const made = (await ledger(gateway)).charges.filter(({ id }) => !already.has(id))
    const { charge, refund } = written[provider]
    const onTheWire = (text: string, currency: string) =>
      bodies.filter(body => body.includes(text) && (provider === 'PPRO' || body.includes(`"currency":"${currency}"`)))
        .length

    expect(new Set(refundedToo.map(currencyExponent))).toEqual(new Set(currencies.map(currencyExponent)))
    for (const currency of currencies) {
      const found = {
        currency,
        outcome: outcomes.get(currency),
        charges: onTheWire(charge(amountOf(currency), currency), currency),
        refunds: onTheWire(refund(refundOf(currency)), currency),
        entries: made.filter(entry => entry.currency === currency && entry.status !== 'FAILED'),
      }
      expect(found).toMatchObject({ currency, ...expectedOf(provider, currency) })
    }
  },
  60_000,
)

function expectedOf(provider: 'PPRO' | 'APS', currency: string) {
  const nothing = { charges: 0, refunds: 0, entries: [] }
  if (provider === 'APS' && countedOtherwise.includes(currency))
    return { ...nothing, outcome: 'UNSUPPORTED_BY_PROVIDER' }
  if (provider === 'APS' && !platforms.has(currency)) return { ...nothing, outcome: 'FAILED', charges: 1 }
  const value = Number(amountOf(currency))
  const entry = { amount: value, captured: value }
  return refundedToo.includes(currency)
    ? {
        outcome: 'PARTIALLY_REFUNDED',
        charges: 1,
        refunds: 1,
        entries: [{ ...entry, refunded: Number(refundOf(currency)) }],
      }
    : { outcome: 'CAPTURED', charges: 1, refunds: 0, entries: [{ ...entry, refunded: 0 }] }
}
