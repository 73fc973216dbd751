import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { providerAccountRetire } from '../../../src/operations/provider-account/retire.ts'
import { providerAccountSet } from '../../../src/operations/provider-account/set.ts'
import { eventually } from '../../support/until.ts'
import { givenActiveCard } from '../../support/world/card.ts'
import { account as shared } from '../../support/world/simulators.ts'
import { charge, givenActiveAgreement, key, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import {
  atAps,
  atPpro,
  deliver,
  givenOwnPpro,
  newAps,
  newPpro,
  setPpro,
  statusAtPpro,
  tryAgreement,
} from './support.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const rows = async (text: string, values: unknown[] = []) => (await world.database.pool.query(text, values)).rows
const accountsOf = (subjectIds: readonly string[]) =>
  rows(
    `SELECT DISTINCT e.provider_account_id AS account, e.merchant_id AS merchant, e.status FROM provider_events e
     WHERE e.subject_id = ANY($1)`,
    [subjectIds],
  )
const nextId = (prefix: string) => `${prefix}_${key().replaceAll('-', '').slice(0, 21)}`

test('merchants with accounts of their own, and without: charges and webhooks of each go by its own', async () => {
  const one = await givenOwnPpro(world)
  const other = await givenOwnPpro(world)
  // This account's webhooks name it in their path, the others' only in their body.
  atPpro(world, other.account, `/${other.id}`)
  const worlds = [
    { ...one, at: one.account },
    { ...other, at: other.account },
    { own: world, at: shared, id: null },
  ]
  for (const { own, at, id } of worlds) {
    const agreement = await givenActiveAgreement(own)
    const made = await charge(own, agreement.id, 1_000n)
    expect([agreement.providerAccountId, made.providerAccountId, made.status]).toEqual([id, id, 'CAPTURED'])
    for (const { at: asked } of worlds)
      expect(await statusAtPpro(world, asked, made.providerReference)).toBe(asked === at ? 200 : 404)
    const requests = await rows(
      'SELECT DISTINCT provider_account_id AS id FROM provider_requests WHERE agreement_id = $1',
      [agreement.id],
    )
    expect(requests).toEqual([{ id }])
    await eventually(async () =>
      expect(await accountsOf([agreement.id, made.id])).toEqual([
        { account: id, merchant: own.caller.tenant.merchantId, status: 'PROCESSED' },
      ]),
    )
  }
})

test('the owner of one account cannot change what was made on another', async () => {
  const { own, account, id } = await givenOwnPpro(world)
  const agreement = await givenActiveAgreement(world)
  const event = {
    id: nextId('event'),
    type: 'PAYMENT_AGREEMENT_REVOKED_BY_CONSUMER',
    data: {
      paymentAgreementId: agreement.providerReference,
      paymentAgreementStatus: 'REVOKED_BY_CONSUMER',
      type: 'PAYMENT_AGREEMENT_REVOKED_BY_CONSUMER',
      merchantId: account.merchantId,
    },
  }
  expect(await deliver(world, event, account.webhookSecret, id)).toEqual({ status: 200, verdict: 'accepted' })
  await world.quiet()
  const kept = `SELECT status, provider_account_id AS account, merchant_id AS merchant FROM provider_events
    WHERE provider_event_id = $1`
  expect(await rows(kept, [event.id])).toEqual([
    { status: 'UNMATCHED', account: id, merchant: own.caller.tenant.merchantId },
  ])
  expect(await rows('SELECT status FROM agreements WHERE id = $1', [agreement.id])).toEqual([{ status: 'ACTIVE' }])
  // The event of the real account is another one, although it has the same id.
  const real = { ...event, data: { ...event.data, merchantId: shared.merchantId } }
  expect(await deliver(world, real, shared.webhookSecret)).toEqual({ status: 200, verdict: 'accepted' })
  await eventually(async () =>
    expect(await rows('SELECT status FROM agreements WHERE id = $1', [agreement.id])).toEqual([
      { status: 'REVOKED_BY_CONSUMER' },
    ]),
  )
})

test.each<[string, (own: { id: string; account: { webhookSecret: string } }) => [string, string | undefined]]>([
  ['an unknown account in the path', ({ account }) => [account.webhookSecret, 'pac_00000000000000000000000000']],
  ['another account in the path', ({ account }) => [account.webhookSecret, 'default']],
  ['the secret of another account', ({ id }) => [shared.webhookSecret, id]],
  ['another account’s secret, by the body', () => [shared.webhookSecret, undefined]],
])('a webhook is refused with 401, and not stored: %s', async (_what, choose) => {
  const own = await givenOwnPpro(world)
  const [secret, path] = choose(own)
  const event = { id: nextId('event'), type: 'SOMETHING', data: { merchantId: own.account.merchantId } }
  expect(await deliver(world, event, secret, path)).toEqual({ status: 401, verdict: 'forged' })
  expect(await rows('SELECT 1 FROM provider_events WHERE provider_event_id = $1', [event.id])).toEqual([])
})

test('credentials are rotated under load without one failed charge', async () => {
  const { own, account, id } = await givenOwnPpro(world)
  const agreement = await givenActiveAgreement(own)
  let stop = false
  const statuses: string[] = []
  const load = async () => {
    while (!stop) statuses.push((await charge(own, agreement.id, 700n)).status)
  }
  const lanes = [load(), load(), load()]
  const charged = (count: number) => eventually(() => expect(statuses.length).toBeGreaterThanOrEqual(count))
  await charged(5)
  const next = newPpro(account.merchantId)
  atPpro(world, { ...next, otherApiKeys: [account.apiKey] })
  const rotated = await setPpro(own, next)
  const before = statuses.length
  await charged(before + 3)
  // What was under way with the former key has ended: the provider forgets it.
  atPpro(world, next)
  await charged(statuses.length + 5)
  stop = true
  await Promise.all(lanes)
  expect(rotated).toMatchObject({ trial: 'ACCEPTED', providerAccount: { id, version: 2 } })
  expect(new Set(statuses)).toEqual(new Set(['CAPTURED']))
  const taken = (await ledger(world)).charges.filter(({ agreementId }) => agreementId === agreement.providerReference)
  expect(taken.map(({ captured }) => captured)).toEqual(statuses.map(() => 700))
}, 120_000)

test('during the overlap webhooks with either secret are taken, after it only those with the new one', async () => {
  const { own, account, id } = await givenOwnPpro(world)
  const taken = async (secret: string) => {
    const event = { id: nextId('event'), type: 'SOMETHING', data: { merchantId: account.merchantId } }
    return (await deliver(own, event, secret, id)).status
  }
  const next = newPpro(account.merchantId)
  atPpro(world, next)
  const { providerAccount } = await setPpro(own, next, 3_600)
  expect(providerAccount.overlapUntil?.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
  expect([await taken(account.webhookSecret), await taken(next.webhookSecret)]).toEqual([200, 200])
  const last = newPpro(account.merchantId)
  atPpro(world, last)
  await setPpro(own, last, 0)
  // The first one's time has not come; the second one was given none.
  const secrets = [account, next, last].map(({ webhookSecret }) => webhookSecret)
  expect(await Promise.all(secrets.map(taken))).toEqual([200, 401, 200])
})

test('APS: an account of its own, whose answers are believed by either response phrase during the overlap', async () => {
  const own = { ...world, caller: await world.stranger() }
  const first = newAps()
  atAps(world, first)
  const { providerAccount } = mustSucceed(await providerAccountSet(own.deps, own.caller, { aps: first }))
  expect(providerAccount).toMatchObject({ name: first.merchantIdentifier, accessCodeLast4: first.accessCode.slice(-4) })
  const agreement = await givenActiveCard(own)
  expect(agreement.providerAccountId).toBe(providerAccount.id)
  const aed = (value: bigint) => ({ amount: { value, currency: 'AED' } })
  expect((await charge(own, agreement.id, 500n, aed(500n))).status).toBe('CAPTURED')
  // The gateway has the new phrase before APS signs with it: APS would refuse the trial.
  const next = { ...first, shaResponsePhrase: 'own-response-next' }
  mustSucceed(await providerAccountSet(own.deps, own.caller, { aps: next }, { untried: true }))
  expect((await charge(own, agreement.id, 600n, aed(600n))).status).toBe('CAPTURED')
  atAps(world, next)
  expect((await charge(own, agreement.id, 700n, aed(700n))).status).toBe('CAPTURED')
})

test('another account takes new agreements; what was made on the former one stays there', async () => {
  const { own, account, id } = await givenOwnPpro(world)
  const former = await givenActiveAgreement(own)
  const next = newPpro()
  atPpro(world, next)
  const { providerAccount } = await setPpro(own, next)
  expect(providerAccount.id).not.toBe(id)
  const made = await charge(own, former.id, 800n)
  expect([made.status, await statusAtPpro(world, account, made.providerReference)]).toEqual(['CAPTURED', 200])
  const later = await givenActiveAgreement(own)
  expect(later.providerAccountId).toBe(providerAccount.id)
  // Back again: it is the same account as before.
  expect((await setPpro(own, account)).providerAccount.id).toBe(id)
  expect((await charge(own, later.id, 900n)).status).toBe('CAPTURED')
})

test('nothing new is made on a retired account, nor on the shared one instead; what exists can be given back', async () => {
  const { own, id } = await givenOwnPpro(world)
  const agreement = await givenActiveAgreement(own)
  const made = await charge(own, agreement.id, 1_100n)
  const retired = mustSucceed(await providerAccountRetire(own.deps, own.caller, { providerAccountId: id }))
  expect(retired.providerAccount.retiredAt).not.toBeNull()
  const { agreements, charges } = await ledger(world)
  expect(await tryAgreement(own)).toEqual({
    ok: false,
    error: {
      code: 'PROVIDER_UNAVAILABLE',
      message: 'Your account at PPRO is retired. Set a new one with providerAccountSet.',
      retryAfter: null,
    },
  })
  const charging = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(100n) }
  expect(await chargeCreate(own.deps, own.caller, charging)).toEqual({
    ok: false,
    error: {
      code: 'PROVIDER_UNAVAILABLE',
      message: `The provider account ${id}, on which the agreement was made, is retired. Nothing new is charged on it.`,
      retryAfter: null,
    },
  })
  expect(await ledger(world)).toMatchObject({ agreements, charges })
  expect(await rows('SELECT count(*)::int AS n FROM charges WHERE agreement_id = $1', [agreement.id])).toEqual([
    { n: 1 },
  ])
  const refund = { idempotencyKey: key(), chargeId: made.id }
  expect(mustSucceed(await chargeRefund(own.deps, own.caller, refund)).charge.status).toBe('REFUNDED')
})
