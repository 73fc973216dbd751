import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { abandonAgreements } from '../../src/operations/agreement-abandon.ts'
import { agreementRevoke } from '../../src/operations/agreement-revoke.ts'
import { chargeCreate } from '../../src/operations/charge-create.ts'
import { returnLink } from '../../src/operations/return-link.ts'
import { webhookReceive } from '../../src/operations/webhook-receive.ts'
import { creationAttemptId, openRequest } from '../../src/store/attempts.ts'
import { findAttempt } from '../../src/store/find-attempt.ts'
import { findAgreement, findCharge } from '../../src/store/find-rows.ts'
import type { AgreementRow } from '../../src/store/tables/agreement.ts'
import { recoverDue } from '../../src/workers/recovery.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../support/card.ts'
import { type Consumer, cards, walk } from '../support/consumer.ts'
import { pagesOf } from '../support/gateway-pages.ts'
import { agreementIs, charge, control, initialChargeOf, ledger, mustSucceed, statuses } from '../support/story.ts'
import { until } from '../support/until.ts'
import { apsAccount, createWorld, type World } from '../support/world.ts'

/** Its number begins as a Mastercard's does. */
const mada = { card_number: '5297412542005689', card_security_code: '350' }

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

const agreementRow = (id: string) => findAgreement(world.database, world.caller.tenant, id)
const initialCharge = async (agreement: AgreementRow) =>
  findCharge(world.database, world.caller.tenant, await initialChargeOf(world, agreement.id))
const chargeIs = async (agreement: AgreementRow, status: string) =>
  until(`the charge ${status}`, async () => {
    const row = await initialCharge(agreement)
    return row?.status === status && row
  })
/** What APS holds of an agreement's first payment. */
const ordersOf = async (agreement: AgreementRow) =>
  (await ledger(world)).charges.filter(({ reference }) => reference === creationAttemptId(agreement.id))
const attemptsOf = async (agreement: AgreementRow) => {
  const found = await world.database.pool.query('SELECT id, state, outcome FROM attempts WHERE agreement_id = $1', [
    agreement.id,
  ])
  return found.rows as { id: string; state: string; outcome: string }[]
}
const atShop = (agreement: AgreementRow) => `https://shop.example/done?order=1&agreementId=${agreement.id}`
/** Stops before the gateway sees what the browser brings back. */
const untilReturn: Consumer = { until: url => url.includes('/authenticate/return/') }
const open = (url: string) => pagesOf(world)(url, {})
const locationOf = async (url: string) => String((await open(url)).headers.get('location'))

describe('the way of a card', () => {
  test('nothing is sent, and no attempt exists, before the consumer has given one', async () => {
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
    expect(await attemptsOf(agreement)).toEqual([])
    expect(await ordersOf(agreement)).toEqual([])
  })

  test('card taken at once: ACTIVE and CAPTURED, by one attempt and one purchase', async () => {
    const agreement = await givenActiveCard(world, {}, { card: cards.mastercard })
    const paid = await chargeIs(agreement, 'CAPTURED')
    expect(await statuses(world, agreement.id)).toEqual(['AUTHENTICATION_PENDING', 'ACTIVE'])
    expect(await statuses(world, paid.id)).toEqual(['AUTHENTICATION_PENDING', 'PROCESSING', 'AUTHORIZED', 'CAPTURED'])
    expect(await ordersOf(agreement)).toMatchObject([
      { amount: 1_000, captured: 1_000, agreementId: agreement.providerReference },
    ])
    expect(await attemptsOf(agreement)).toEqual([
      { id: creationAttemptId(agreement.id), state: 'SETTLED', outcome: 'approved' },
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

  test('never comes: given up after an hour, DISCARDED, and the link leads to the shop', async () => {
    const agreement = await givenCardAgreement(world)
    aheadMs = 59 * 60_000
    await abandonAgreements(world.deps, 10)
    expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    aheadMs = 61 * 60_000
    await abandonAgreements(world.deps, 10)
    const failed = await agreementIs(world, agreement.id, 'FAILED')
    expect(failed.failure).toMatchObject({ kind: 'EXPIRED', code: 'AUTHENTICATION_TIMEOUT' })
    await chargeIs(agreement, 'DISCARDED')
    const response = await open(String(agreement.authenticationMethods[0]?.requestUrl))
    expect([response.status, response.headers.get('location')]).toEqual([303, atShop(agreement)])
    expect(await ordersOf(agreement)).toEqual([])
  })

  test('abandons the bank’s page: asked about, then given up; nothing was taken', async () => {
    const agreement = await givenCardAgreement(world)
    await consumerGoes(world, agreement, { card: cards.visaAsked, until: url => url.includes('secure3ds') })
    await chargeIs(agreement, 'AUTHENTICATION_PENDING')
    aheadMs = 61 * 60_000
    await abandonAgreements(world.deps, 10)
    await agreementIs(world, agreement.id, 'FAILED')
    await chargeIs(agreement, 'DISCARDED')
    expect(await ordersOf(agreement)).toMatchObject([{ status: 'PENDING', captured: 0 }])
  })

  test('pays after that is on the record, with the token revoked and a person asked', async () => {
    const agreement = await givenCardAgreement(world)
    const { end: bank } = await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('secure3ds'),
    })
    aheadMs = 61 * 60_000
    await abandonAgreements(world.deps, 10)
    await agreementIs(world, agreement.id, 'FAILED')
    await walk(bank, { open: pagesOf(world) })
    const paid = await until('a person is asked', async () => {
      const row = await initialCharge(agreement)
      return row?.needsAttention && row
    })
    expect(paid.status).toBe('DISCARDED')
    await until('the token is revoked', async () => {
      await recoverDue(world.deps)
      const { agreements } = await ledger(world)
      return agreements.some(
        ({ id, status }) => id === creationAttemptId(agreement.id) && status === 'REVOKED_BY_MERCHANT',
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
    expect(await attemptsOf(agreement)).toEqual([])
  })

  test('never comes back, though the bank was satisfied: the feedback webhook brings it', async () => {
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

  test('comes back, and no webhook does: the signed return brings it', async () => {
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
    // The old link, the old token: nothing comes of them.
    const again = await open(withToken)
    expect(again.headers.get('location')).toBe(atShop(agreement))
    expect(await attemptsOf(agreement)).toHaveLength(1)
  })
})

test('visited again while APS is being asked, the return and the link lead to the same page of the bank', async () => {
  const agreement = await givenCardAgreement(world)
  const { end: withToken } = await consumerGoes(world, agreement, { card: cards.visaAsked, ...untilReturn })
  await control(world, 'faults', { provider: 'APS', seed: 1, rates: {}, delayMs: [400, 400] })
  const first = locationOf(withToken)
  await until('the payment is on its way', async () => (await attemptsOf(agreement)).length === 1)
  const link = String(agreement.authenticationMethods[0]?.requestUrl)
  const again = await Promise.all([locationOf(withToken), locationOf(withToken), locationOf(link), locationOf(link)])
  await control(world, 'reset', {})
  const bank = await first
  expect(bank).toContain('secure3ds')
  expect(again).toEqual([bank, bank, bank, bank])
  await walk(bank, { open: pagesOf(world) })
  await agreementIs(world, agreement.id, 'ACTIVE')
  await chargeIs(agreement, 'CAPTURED')
  expect(await attemptsOf(agreement)).toHaveLength(1)
  expect(await ordersOf(agreement)).toMatchObject([{ captured: 1_000 }])
})

describe('a return that', () => {
  test('was changed on its way proves nothing: no attempt, nothing sent', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, untilReturn)
    const forged = new URL(end)
    forged.searchParams.set('token_name', '0'.repeat(32))
    const response = await open(forged.href)
    expect(response.headers.get('location')).toBe(atShop(agreement))
    expect(await attemptsOf(agreement)).toEqual([])
    expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    // The true one still does.
    await open(end)
    await agreementIs(world, agreement.id, 'ACTIVE')
  })

  test('is signed for another agreement is none for this', async () => {
    const [one, other] = [await givenCardAgreement(world), await givenCardAgreement(world)]
    const theirs = new URL((await consumerGoes(world, other, untilReturn)).end)
    const ours = new URL((await consumerGoes(world, one, untilReturn)).end)
    ours.search = theirs.search
    await open(ours.href)
    expect(await attemptsOf(one)).toEqual([])
    expect(await attemptsOf(other)).toEqual([])
  })

  test('says with a true signature that money moved, which APS does not know of, moves none', async () => {
    const agreement = await givenCardAgreement(world)
    await consumerGoes(world, agreement, { card: cards.visaAsked, until: url => url.includes('secure3ds') })
    const [order] = await ordersOf(agreement)
    const fields: Record<string, string> = {
      access_code: apsAccount.accessCode,
      amount: '1000',
      command: 'PURCHASE',
      currency: 'AED',
      eci: 'ECOMMERCE',
      fort_id: order?.id ?? '',
      language: 'en',
      merchant_identifier: apsAccount.merchantIdentifier,
      merchant_reference: creationAttemptId(agreement.id),
      payment_option: 'VISA',
      response_code: '14000',
      response_message: 'Success',
      status: '14',
      token_name: '0'.repeat(32),
    }
    const pairs = Object.keys(fields)
      .sort()
      .map(name => `${name}=${fields[name]}`)
      .join('')
    const phrase = apsAccount.shaResponsePhrase
    const signature = createHash('sha256').update(`${phrase}${pairs}${phrase}`).digest('hex')
    const query = new URLSearchParams({ ...fields, signature })
    expect((await open(`${returnLink(world.deps, agreement.id)}?${query}`)).headers.get('location')).toBe(
      atShop(agreement),
    )
    await world.quiet()
    expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    await chargeIs(agreement, 'AUTHENTICATION_PENDING')
  })

  test('is posted to the webhook endpoint belongs to the merchant of its agreement, not to the account’s owner', async () => {
    const stranger = await world.stranger()
    const agreement = await givenCardAgreement({ ...world, caller: stranger })
    const { end } = await consumerGoes(world, agreement, untilReturn)
    const rawBody = Buffer.from(new URL(end).searchParams.toString())
    const answer = await webhookReceive(world.deps, 'APS', { headers: {}, rawBody, receivedAt: new Date() })
    expect(answer).toEqual({ status: 200, verdict: 'accepted' })
    await world.quiet()
    const { rows } = await world.database.pool.query(
      'SELECT merchant_id, status, subject_id FROM provider_events WHERE sent_reference = $1',
      [creationAttemptId(agreement.id)],
    )
    expect(rows).toEqual([{ merchant_id: stranger.tenant.merchantId, status: 'PROCESSED', subject_id: agreement.id }])
    expect(await findAgreement(world.database, stranger.tenant, agreement.id)).toEqual(agreement)
    expect(await attemptsOf(agreement)).toEqual([])
  })

  test('comes after the merchant has revoked buys nothing', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, untilReturn)
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    await open(end)
    expect((await agreementRow(agreement.id))?.status).toBe('FAILED')
    expect(await attemptsOf(agreement)).toEqual([])
    expect(await ordersOf(agreement)).toEqual([])
  })
})

test('a link that was changed, or is none, leads nowhere', async () => {
  const agreement = await givenCardAgreement(world)
  const link = String(agreement.authenticationMethods[0]?.requestUrl)
  for (const bad of [link.slice(0, -1), link.replace(/\.([0-9a-z]+)\./, '.zzzzzzzzz.'), link.replace('agr_', 'agr_0')])
    expect((await open(bad)).status).toBe(404)
})

describe('the consumer’s address', () => {
  test.each([
    ['as the browser connects', '198.51.100.7', '203.0.113.20', '198.51.100.7'],
    [
      'as the merchant gave it, where the browser comes by way of our own network',
      '127.0.0.1',
      '203.0.113.20:443',
      '203.0.113.20',
    ],
    ['as the merchant gave it, where nothing else is known', null, '[fe80::1%eth0]', 'fe80::1'],
    ['of our own network, where the merchant gave none', 'fe80::1', null, 'fe80::1'],
    ['unknown', null, null, '0.0.0.0'],
  ])('%s, is told to APS, and the payment succeeds', async (_, connecting, given, told) => {
    const pending = await givenCardAgreement(world, { client: { ip: given } })
    expect((await agreementRow(pending.id))?.encryptedClientIp === null).toBe(given === null)
    await consumerGoes(world, pending, { open: pagesOf(world, connecting) })
    const agreement = await agreementIs(world, pending.id, 'ACTIVE')
    const attempt = await findAttempt(world.database, creationAttemptId(agreement.id))
    const request = attempt && openRequest(world.deps.vault, attempt)
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ customer_ip: told })
    expect(agreement.encryptedClientIp).toBeNull()
  })

  test('is not kept of a consumer who never comes', async () => {
    const agreement = await givenCardAgreement(world, { client: { ip: '203.0.113.20' } })
    aheadMs = 61 * 60_000
    await abandonAgreements(world.deps, 10)
    expect(await agreementRow(agreement.id)).toMatchObject({ status: 'FAILED', encryptedClientIp: null })
  })
})

describe('the lost answer', () => {
  test.each(['dropAfterEffect', 'dropBeforeEffect', 'error500AfterEffect', 'malformedAnswer'] as const)(
    'to the first payment, %s: UNKNOWN, asked about, then paid once; the card can be charged',
    async fault => {
      const agreement = await givenCardAgreement(world)
      const { end } = await consumerGoes(world, agreement, untilReturn)
      await control(world, 'faults', { provider: 'APS', seed: 7, rates: { [fault]: 1, dropWebhook: 1 } })
      await open(end)
      await chargeIs(agreement, 'UNKNOWN')
      await control(world, 'reset', {})
      await until('CAPTURED', async () => {
        aheadMs += 5_000
        await recoverDue(world.deps)
        return (await initialCharge(agreement))?.status === 'CAPTURED'
      })
      await agreementIs(world, agreement.id, 'ACTIVE')
      expect(await ordersOf(agreement)).toMatchObject([{ amount: 1_000, captured: 1_000 }])
      const later = await charge(world, agreement.id, 0n, { amount: aed(700n) })
      expect(later.status).toBe('CAPTURED')
    },
  )

  test('to a recurring PURCHASE: UNKNOWN, CHECK_STATUS, CAPTURED; one purchase in the ledger', async () => {
    const agreement = await givenActiveCard(world)
    await control(world, 'faults', { provider: 'APS', seed: 7, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    const lost = await charge(world, agreement.id, 0n, { amount: aed(700n) })
    expect(lost.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    await until('CAPTURED', async () => {
      aheadMs += 2_000
      await recoverDue(world.deps)
      return (await findCharge(world.database, world.caller.tenant, lost.id))?.status === 'CAPTURED'
    })
    expect(await statuses(world, lost.id)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
    const { charges } = await ledger(world)
    expect(
      charges.filter(({ agreementId, amount }) => agreementId === agreement.providerReference && amount === 700),
    ).toHaveLength(1)
  })
})

function formIn(html: string): { action: string; fields: Record<string, string> } {
  const action = /action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const fields = [...html.matchAll(/<input name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  ])
  return { action, fields: Object.fromEntries(fields) as Record<string, string> }
}

test('the payment tells the brand better than the number did: one instrument, refined, with what was known before', async () => {
  const agreement = await givenActiveCard(
    world,
    { initialCharge: { amount: { value: 1_000n, currency: 'SAR' } } },
    { card: mada },
  )
  const known = async () => {
    const found = await world.database.pool.query<{ id: string; brand: string; last4: string; expiry_year: number }>(
      'SELECT id, brand, last4, expiry_year FROM instruments WHERE consumer_id = $1',
      [agreement.consumerId],
    )
    return found.rows
  }
  // The notification tells it.
  await until('the brand', async () => (await known()).some(({ brand }) => brand === 'MADA'))
  expect(await known()).toEqual([{ id: agreement.instrumentId, brand: 'MADA', last4: '5689', expiry_year: 2030 }])
  expect(
    await chargeCreate(world.deps, world.caller, {
      idempotencyKey: 'mada',
      agreementId: agreement.id,
      amount: { value: 500n, currency: 'SAR' },
    }),
  ).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_BY_PROVIDER', capability: 'merchantInitiatedCharges' } })
})
