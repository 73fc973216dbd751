import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { returnLink } from '../../../src/operations/hosted-page/return-link.ts'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import { holderOfAgreement } from '../../../src/store/consumer/data-keys.ts'
import { findProviderRequest } from '../../../src/store/provider-request/find.ts'
import { creationRequestId, openRequest } from '../../../src/store/provider-request/repository.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards } from '../../support/world/consumer.ts'
import { pagesOf } from '../../support/world/gateway-pages.ts'
import { atShop, hostedIn, untilReturn } from '../../support/world/hosted.ts'
import { abandonDue, recoverDue } from '../../support/world/jobs.ts'
import { apsAccount } from '../../support/world/simulators.ts'
import { agreementIs, charge, control, ledger, mustSucceed, statuses } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

/** Its number begins like a Mastercard number. */
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

const { agreementRow, initialCharge, chargeIs, ordersOf, requestsOf, open } = hostedIn(() => world)

describe('a return that', () => {
  test('was changed on its way proves nothing: no provider request, nothing sent', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, untilReturn)
    const forged = new URL(end)
    forged.searchParams.set('token_name', '0'.repeat(32))
    const response = await open(forged.href)
    expect(response.headers.get('location')).toBe(atShop(agreement))
    expect(await requestsOf(agreement)).toEqual([])
    expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    // The unchanged one still does.
    await open(end)
    await agreementIs(world, agreement.id, 'ACTIVE')
  })

  test('is signed for another agreement is refused for this one', async () => {
    const [one, other] = [await givenCardAgreement(world), await givenCardAgreement(world)]
    const theirs = new URL((await consumerGoes(world, other, untilReturn)).end)
    const ours = new URL((await consumerGoes(world, one, untilReturn)).end)
    ours.search = theirs.search
    await open(ours.href)
    expect(await requestsOf(one)).toEqual([])
    expect(await requestsOf(other)).toEqual([])
  })

  test('says with a valid signature that money moved, which APS does not know of, moves no money', async () => {
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
      merchant_reference: creationRequestId(agreement.id),
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
      [creationRequestId(agreement.id)],
    )
    expect(rows).toEqual([{ merchant_id: stranger.tenant.merchantId, status: 'PROCESSED', subject_id: agreement.id }])
    expect(await findAgreement(world.database, stranger.tenant, agreement.id)).toEqual(agreement)
    expect(await requestsOf(agreement)).toEqual([])
  })

  test('comes after the merchant has revoked sends no purchase', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, untilReturn)
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    await open(end)
    expect((await agreementRow(agreement.id))?.status).toBe('FAILED')
    expect(await requestsOf(agreement)).toEqual([])
    expect(await ordersOf(agreement)).toEqual([])
  })
})

test('a changed or malformed link redirects nowhere', async () => {
  const agreement = await givenCardAgreement(world)
  const link = String(agreement.authenticationMethods[0]?.requestUrl)
  for (const bad of [link.slice(0, -1), link.replace(/\.([0-9a-z]+)\./, '.zzzzzzzzz.'), link.replace('agr_', 'agr_0')])
    expect((await open(bad)).status).toBe(404)
})

describe('the consumer’s address', () => {
  test.each([
    ['as the browser connects', '198.51.100.7', '203.0.113.20', '198.51.100.7'],
    [
      'as the merchant gave it, if the browser connects through our own network',
      '127.0.0.1',
      '203.0.113.20:443',
      '203.0.113.20',
    ],
    ['unknown, if neither is public', '10.0.0.3', '[fe80::1%eth0]', '0.0.0.0'],
    ['unknown', null, null, '0.0.0.0'],
  ])('%s, is sent to APS, and the payment succeeds', async (_, connecting, given, told) => {
    const pending = await givenCardAgreement(world, { client: { ip: given } })
    expect((await agreementRow(pending.id))?.encryptedClientIp === null).toBe(given === null)
    await consumerGoes(world, pending, { open: pagesOf(world, connecting) })
    const agreement = await agreementIs(world, pending.id, 'ACTIVE')
    const providerRequest = await findProviderRequest(world.database, creationRequestId(agreement.id))
    const consumer = await holderOfAgreement(world.database, agreement.id)
    const request = providerRequest && openRequest(world.deps.vault, consumer, providerRequest)
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ customer_ip: told })
    expect(agreement.encryptedClientIp).toBeNull()
  })

  test('is not stored of a consumer who never comes', async () => {
    const agreement = await givenCardAgreement(world, { client: { ip: '203.0.113.20' } })
    aheadMs = 61 * 60_000
    await abandonDue(world.deps)
    expect(await agreementRow(agreement.id)).toMatchObject({ status: 'FAILED', encryptedClientIp: null })
  })
})

describe('the lost response', () => {
  test.each(['dropAfterEffect', 'dropBeforeEffect', 'error500AfterEffect', 'malformedAnswer'] as const)(
    'to the first payment, %s: UNKNOWN, queried, then paid once; the card can be charged',
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

test('the payment reports the brand more exactly than the number did: one instrument, updated, with its earlier values kept', async () => {
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
  // The notification reports it.
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
