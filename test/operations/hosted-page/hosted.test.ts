import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { creationRequestId } from '../../../src/store/provider-request/repository.ts'
import { until } from '../../support/until.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards, walk } from '../../support/world/consumer.ts'
import { pagesOf } from '../../support/world/gateway-pages.ts'
import { atShop, hostedIn, untilReturn } from '../../support/world/hosted.ts'
import { abandonDue, recoverDue } from '../../support/world/jobs.ts'
import { agreementIs, control, ledger, statuses } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => new Date(Date.now() + aheadMs) } })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

const { agreementRow, initialCharge, chargeIs, ordersOf, requestsOf, open } = hostedIn(() => world)
const locationOf = async (url: string) => String((await open(url)).headers.get('location'))

describe('the flow of a card', () => {
  test('nothing is sent, and no provider request exists, before the consumer has given a card', async () => {
    const agreement = await givenCardAgreement(world)
    expect(agreement).toMatchObject({ status: 'AUTHENTICATION_PENDING', version: 1 })
    expect(agreement.authenticationMethods).toEqual([
      {
        type: 'REDIRECT',
        requestMethod: 'GET',
        requestUrl: expect.stringMatching(
          new RegExp(`^http://gateway\\.test/authenticate/${agreement.id}\\.[0-9a-z]+\\.[0-9a-f]{24}$`),
        ),
        expiresAt: agreement.awaitedUntil?.toISOString(),
      },
    ])
    expect(await initialCharge(agreement)).toMatchObject({ status: 'AUTHENTICATION_PENDING', version: 1 })
    expect(await requestsOf(agreement)).toEqual([])
    expect(await ordersOf(agreement)).toEqual([])
  })

  test('card accepted at once: ACTIVE and CAPTURED, by one provider request and one purchase', async () => {
    const agreement = await givenActiveCard(world, {}, { card: cards.mastercard })
    const paid = await chargeIs(agreement, 'CAPTURED')
    expect(await statuses(world, agreement.id)).toEqual(['AUTHENTICATION_PENDING', 'ACTIVE'])
    expect(await statuses(world, paid.id)).toEqual(['AUTHENTICATION_PENDING', 'PROCESSING', 'AUTHORIZED', 'CAPTURED'])
    expect(await ordersOf(agreement)).toMatchObject([
      { amount: 1_000, captured: 1_000, agreementId: agreement.providerReference },
    ])
    expect(await requestsOf(agreement)).toEqual([
      { id: creationRequestId(agreement.id), state: 'SETTLED', outcome: 'approved' },
    ])
    const instrument = await world.database.pool.query(
      'SELECT type, brand, last4, expiry_month, expiry_year FROM instruments WHERE id = $1',
      [agreement.instrumentId],
    )
    expect(instrument.rows).toEqual([
      { type: 'CARD', brand: 'MASTERCARD', last4: '2346', expiry_month: 12, expiry_year: 2030 },
    ])
  })

  test('3-D Secure: to the bank, back, and on to the shop', async () => {
    const agreement = await givenCardAgreement(world)
    const { end, pages } = await consumerGoes(world, agreement, { card: cards.visaAsked })
    expect(end).toBe(atShop(agreement))
    expect(
      pages.map(page =>
        new URL(page).pathname
          .split('/')
          .slice(0, 4)
          .join('/')
          .replace(/agr_.*/, '…'),
      ),
    ).toEqual([
      '/authenticate/…',
      '/aps/FortAPI/paymentPage',
      '/aps/FortAPI/paymentPage',
      '/authenticate/return/…',
      '/aps/secure3dsSimulator',
      '/aps/secure3dsSimulator',
      '/authenticate/return/…',
    ])
    await agreementIs(world, agreement.id, 'ACTIVE')
    const paid = await chargeIs(agreement, 'CAPTURED')
    expect(await statuses(world, paid.id)).toEqual([
      'AUTHENTICATION_PENDING',
      'PROCESSING',
      'AUTHENTICATION_PENDING',
      'AUTHORIZED',
      'CAPTURED',
    ])
  })

  test('manual capture: AUTHORIZED, and the money waits', async () => {
    const agreement = await givenActiveCard(world, {
      initialCharge: { amount: aed(2_000n), captureMode: 'MANUAL' },
    })
    await chargeIs(agreement, 'AUTHORIZED')
    expect(await ordersOf(agreement)).toMatchObject([{ status: 'AUTHORIZED', amount: 2_000, captured: 0 }])
  })
})

describe('a consumer who', () => {
  test('fails at the bank: both FAILED, AUTHENTICATION_FAILED, nothing taken', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, { card: cards.visaAsked, decision: 'decline' })
    expect(end).toBe(atShop(agreement))
    const failed = await agreementIs(world, agreement.id, 'FAILED')
    expect(failed.failure).toMatchObject({ kind: 'AUTHENTICATION_FAILED' })
    const row = await chargeIs(agreement, 'FAILED')
    expect(row.failure).toMatchObject({ kind: 'AUTHENTICATION_FAILED' })
    expect(await ordersOf(agreement)).toMatchObject([{ status: 'FAILED', captured: 0 }])
  })

  test('never comes: given up after an hour, DISCARDED, and the link redirects to the shop', async () => {
    const agreement = await givenCardAgreement(world)
    aheadMs = 59 * 60_000
    await abandonDue(world.deps)
    expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    aheadMs = 61 * 60_000
    await abandonDue(world.deps)
    const failed = await agreementIs(world, agreement.id, 'FAILED')
    expect(failed.failure).toMatchObject({ kind: 'EXPIRED', code: 'AUTHENTICATION_TIMEOUT' })
    await chargeIs(agreement, 'DISCARDED')
    const response = await open(String(agreement.authenticationMethods[0]?.requestUrl))
    expect([response.status, response.headers.get('location')]).toEqual([303, atShop(agreement)])
    expect(await ordersOf(agreement)).toEqual([])
  })

  test('abandons the bank’s page: queried, then given up; nothing was taken', async () => {
    const agreement = await givenCardAgreement(world)
    await consumerGoes(world, agreement, { card: cards.visaAsked, until: url => url.includes('secure3ds') })
    await chargeIs(agreement, 'AUTHENTICATION_PENDING')
    aheadMs = 61 * 60_000
    await abandonDue(world.deps)
    await agreementIs(world, agreement.id, 'FAILED')
    await chargeIs(agreement, 'DISCARDED')
    expect(await ordersOf(agreement)).toMatchObject([{ status: 'PENDING', captured: 0 }])
  })

  test('pays after that is recorded, the token is revoked and an operator is asked', async () => {
    const agreement = await givenCardAgreement(world)
    const { end: bank } = await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('secure3ds'),
    })
    aheadMs = 61 * 60_000
    await abandonDue(world.deps)
    await agreementIs(world, agreement.id, 'FAILED')
    await walk(bank, { open: pagesOf(world) })
    const paid = await until('an operator is asked', async () => {
      const row = await initialCharge(agreement)
      return row?.needsAttention && row
    })
    expect(paid.status).toBe('DISCARDED')
    await until('the token is revoked', async () => {
      await recoverDue(world.deps)
      const { agreements } = await ledger(world)
      return agreements.some(
        ({ id, status }) => id === creationRequestId(agreement.id) && status === 'REVOKED_BY_MERCHANT',
      )
    })
  })

  test('cancels on the card form: CANCELED, nothing sent', async () => {
    const agreement = await givenCardAgreement(world)
    const start = await open(String(agreement.authenticationMethods[0]?.requestUrl))
    const { action, fields } = formIn(await start.text())
    const back = await fetch(action, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, decision: 'decline' }),
      redirect: 'manual',
    })
    const response = await open(String(back.headers.get('location')))
    expect(response.headers.get('location')).toBe(atShop(agreement))
    const failed = await agreementIs(world, agreement.id, 'FAILED')
    expect(failed.failure).toMatchObject({ kind: 'CANCELED' })
    expect((await chargeIs(agreement, 'FAILED')).failure).toMatchObject({ kind: 'CANCELED' })
    expect(await requestsOf(agreement)).toEqual([])
  })

  test('never comes back, though the bank approved: the feedback webhook reports it', async () => {
    const agreement = await givenCardAgreement(world)
    let returns = 0
    await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('/authenticate/return/') && ++returns === 2,
    })
    await agreementIs(world, agreement.id, 'ACTIVE')
    await chargeIs(agreement, 'CAPTURED')
    expect(await ordersOf(agreement)).toMatchObject([{ captured: 1_000 }])
  })

  test('comes back, and no webhook does: the signed return reports it', async () => {
    await control(world, 'faults', { provider: 'APS', seed: 1, rates: { dropWebhook: 1 } })
    const agreement = await givenActiveCard(world, {}, { card: cards.visaAsked })
    await chargeIs(agreement, 'CAPTURED')
    expect((await agreementRow(agreement.id))?.needsAttention).toBe(false)
  })

  test('answers twice, and comes back many times at once: one purchase, each status once', async () => {
    const agreement = await givenCardAgreement(world)
    const { end: withToken } = await consumerGoes(world, agreement, { card: cards.visaAsked, ...untilReturn })
    const banks = await Promise.all(Array.from({ length: 5 }, () => locationOf(withToken)))
    const [bank = ''] = banks
    expect(bank).toContain('secure3ds')
    expect(banks).toEqual(Array(5).fill(bank))
    const twice = await Promise.all([1, 2].map(() => walk(bank, untilReturn)))
    await Promise.all(twice.map(({ end }) => open(end)))
    await agreementIs(world, agreement.id, 'ACTIVE')
    const paid = await chargeIs(agreement, 'CAPTURED')
    await world.quiet()
    expect(await statuses(world, paid.id)).toEqual([
      'AUTHENTICATION_PENDING',
      'PROCESSING',
      'AUTHENTICATION_PENDING',
      'AUTHORIZED',
      'CAPTURED',
    ])
    expect(await ordersOf(agreement)).toMatchObject([{ captured: 1_000 }])
    // The old link with the old token has no effect.
    const again = await open(withToken)
    expect(again.headers.get('location')).toBe(atShop(agreement))
    expect(await requestsOf(agreement)).toHaveLength(1)
  })
})

test('opened again while APS is queried, the return link and the start link redirect to the same page of the bank', async () => {
  const agreement = await givenCardAgreement(world)
  const { end: withToken } = await consumerGoes(world, agreement, { card: cards.visaAsked, ...untilReturn })
  await control(world, 'faults', { provider: 'APS', seed: 1, rates: {}, delayMs: [400, 400] })
  const first = locationOf(withToken)
  await until('the payment is on its way', async () => (await requestsOf(agreement)).length === 1)
  const link = String(agreement.authenticationMethods[0]?.requestUrl)
  const again = await Promise.all([locationOf(withToken), locationOf(withToken), locationOf(link), locationOf(link)])
  await control(world, 'reset', {})
  const bank = await first
  expect(bank).toContain('secure3ds')
  expect(again).toEqual([bank, bank, bank, bank])
  await walk(bank, { open: pagesOf(world) })
  await agreementIs(world, agreement.id, 'ACTIVE')
  await chargeIs(agreement, 'CAPTURED')
  expect(await requestsOf(agreement)).toHaveLength(1)
  expect(await ordersOf(agreement)).toMatchObject([{ captured: 1_000 }])
})

function formIn(html: string): { action: string; fields: Record<string, string> } {
  const action = /action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const fields = [...html.matchAll(/<input name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  ])
  return { action, fields: Object.fromEntries(fields) as Record<string, string> }
}
