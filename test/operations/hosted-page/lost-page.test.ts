import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeSync } from '../../../src/operations/charge/sync.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'
import { creationRequestId } from '../../../src/store/provider-request/repository.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { until } from '../../support/until.ts'
import { consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards, walk } from '../../support/world/consumer.ts'
import { pagesOf } from '../../support/world/gateway-pages.ts'
import { abandonDue, reconcileDue, recoverDue } from '../../support/world/jobs.ts'
import { agreementIs, control, initialChargeOf, ledger, mustSucceed, statuses } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const MINUTE_MS = 60_000

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

const loses = (rates: object) => control(world, 'faults', { provider: 'APS', seed: 1, rates })
const agreementOf = async ({ id }: AgreementRow) => findAgreement(world.database, world.caller.tenant, id)
const chargeOf = async ({ id }: AgreementRow) =>
  findCharge(world.database, world.caller.tenant, await initialChargeOf(world, id))
const orderOf = async ({ id }: AgreementRow) =>
  (await ledger(world)).charges.find(({ reference }) => reference === creationRequestId(id))
const requestsOf = async ({ id }: AgreementRow) => {
  const found = await world.database.pool.query<{ state: string; purpose: string }>(
    'SELECT state, purpose FROM provider_requests WHERE agreement_id = $1 ORDER BY id',
    [id],
  )
  return found.rows
}
const atShop = ({ id }: AgreementRow) => `https://shop.example/done?order=1&agreementId=${id}`
const lost = {
  kind: 'PROVIDER_ERROR',
  code: 'AUTHENTICATION_PAGE_LOST',
  advice: 'NEW_AGREEMENT',
}

function withSend(send: (real: Provider) => Provider['send']): Deps {
  const real = world.deps.providers.find('APS', null)
  if (real === undefined) throw new Error('no APS')
  const provider = { ...real, send: send(real) }
  return { ...world.deps, providers: { ...world.deps.providers, find: () => provider } }
}

/**
 * A consumer whose bank asks for authentication has given the card and comes back with it. The gateway has not sent it
 * yet.
 */
async function givenCard(): Promise<{ agreement: AgreementRow; withToken: string }> {
  const agreement = await givenCardAgreement(world)
  const { end } = await consumerGoes(world, agreement, {
    card: cards.visaAsked,
    until: url => url.includes('/authenticate/return/'),
  })
  return { agreement, withToken: end }
}

const locationOf = async (url: string, deps: Deps = world.deps) =>
  String((await pagesOf({ ...world, deps })(url, {})).headers.get('location'))

/** The response that names the bank's page is lost on its way to the gateway. */
async function givenLostPage(): Promise<AgreementRow> {
  const { agreement, withToken } = await givenCard()
  await loses({ dropAfterEffect: 1 })
  expect(await locationOf(withToken)).toBe(atShop(agreement))
  expect((await chargeOf(agreement))?.status).toBe('UNKNOWN')
  await loses({})
  return agreement
}

async function recovered(agreement: AgreementRow): Promise<void> {
  await until('the agreement to have failed', async () => {
    await recoverDue(world.deps)
    return (await agreementOf(agreement))?.status === 'FAILED'
  })
}

async function expectEnded(agreement: AgreementRow): Promise<void> {
  expect(await agreementOf(agreement)).toMatchObject({ status: 'FAILED', failure: lost, authenticationMethods: [] })
  expect(await chargeOf(agreement)).toMatchObject({ status: 'FAILED', failure: lost, authenticationMethods: [] })
  expect(await orderOf(agreement)).toMatchObject({ status: 'PENDING', captured: 0 })
}

describe('the response that names the bank’s page is lost', () => {
  test('both are FAILED as soon as APS was queried; a new agreement can be made at once', async () => {
    const agreement = await givenLostPage()
    await recovered(agreement)
    await expectEnded(agreement)
    expect(await chargeOf(agreement)).toMatchObject({ needsAttention: false })
    expect(await statuses(world, agreement.id)).toEqual(['AUTHENTICATION_PENDING', 'FAILED'])
    expect(await statuses(world, await initialChargeOf(world, agreement.id))).toEqual([
      'AUTHENTICATION_PENDING',
      'PROCESSING',
      'UNKNOWN',
      'AUTHORIZATION_PENDING',
      'FAILED',
    ])
    expect(await requestsOf(agreement)).toEqual([{ state: 'SETTLED', purpose: 'AGREEMENT_CREATE' }])
    await givenActiveCard(world, { consumerId: agreement.consumerId }, { card: cards.visaAsked })
  })

  test('the consumer who opens the link again, or comes back once more, is redirected to the shop', async () => {
    const { agreement, withToken } = await givenCard()
    await loses({ dropAfterEffect: 1 })
    await locationOf(withToken)
    await loses({})
    await recovered(agreement)
    expect(await locationOf(String(agreement.authenticationMethods[0]?.requestUrl))).toBe(atShop(agreement))
    expect(await locationOf(withToken)).toBe(atShop(agreement))
    expect(await requestsOf(agreement)).toHaveLength(1)
  })

  test('with the process that was waiting for it: the next process sends the status query', async () => {
    const { agreement, withToken } = await givenCard()
    const killed = withSend(real => async (request, options) => {
      await real.send(request, options)
      throw new Error('killed')
    })
    await locationOf(withToken, killed)
    expect(await requestsOf(agreement)).toEqual([{ state: 'SENDING', purpose: 'AGREEMENT_CREATE' }])
    aheadMs = MINUTE_MS
    await recoverDue({ ...world.deps, realTime: { ...systemTime, nowMs: () => systemTime.nowMs() + MINUTE_MS } })
    await expectEnded(agreement)
  })

  test('and the agreement was revoked meanwhile: its charge becomes final too', async () => {
    const agreement = await givenLostPage()
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    await until('the charge to have failed', async () => {
      await recoverDue(world.deps)
      return (await chargeOf(agreement))?.status === 'FAILED'
    })
    expect((await chargeOf(agreement))?.failure).toMatchObject(lost)
    expect((await agreementOf(agreement))?.failure).toMatchObject({ code: 'REVOKED_BEFORE_ACTIVE' })
  })

  test('and the money moves later: recorded for an operator, and the token is revoked', async () => {
    let page = ''
    const { agreement, withToken } = await givenCard()
    const deaf = withSend(real => async (request, options) => {
      const answer = await real.send(request, options)
      const reports = answer.outcome === 'actionRequired' ? answer.reports : []
      page = reports.flatMap(({ authenticationMethods = [] }) => authenticationMethods)[0]?.requestUrl ?? ''
      return { outcome: 'unknown', queryStatusNow: false, call: answer.call }
    })
    await locationOf(withToken, deaf)
    await recovered(agreement)
    await walk(page, { open: pagesOf(world) })
    await until('an operator to be asked', async () => (await chargeOf(agreement))?.needsAttention)
    expect((await chargeOf(agreement))?.status).toBe('FAILED')
    expect(await orderOf(agreement)).toMatchObject({ status: 'CAPTURED' })
    await until('the token to be revoked', async () => {
      await recoverDue(world.deps)
      const { agreements } = await ledger(world)
      return agreements.find(({ id }) => id === creationRequestId(agreement.id))?.status === 'REVOKED_BY_MERCHANT'
    })
  })
})

test('revoked with the consumer at the bank, who never comes back: the charge is DISCARDED after the time limit', async () => {
  const agreement = await givenCardAgreement(world)
  await consumerGoes(world, agreement, { card: cards.visaAsked, until: url => url.includes('secure3ds') })
  mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  aheadMs = 29 * MINUTE_MS
  await reconcileDue(world.deps)
  expect((await chargeOf(agreement))?.status).toBe('AUTHENTICATION_PENDING')
  aheadMs = 60 * MINUTE_MS
  await reconcileDue(world.deps)
  expect(await chargeOf(agreement)).toMatchObject({
    status: 'DISCARDED',
    failure: { code: 'AUTHENTICATION_TIMEOUT' },
    authenticationMethods: [],
  })
  expect((await agreementOf(agreement))?.failure).toMatchObject({ code: 'REVOKED_BEFORE_ACTIVE' })
})

/** The response is held back until the test releases it. */
function heldBack() {
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  let arrived = () => {}
  const sent = new Promise<void>(resolve => {
    arrived = resolve
  })
  const deps = withSend(real => async (request, options) => {
    const answer = await real.send(request, options)
    arrived()
    await gate
    return answer
  })
  return { deps, sent, letGo }
}

describe('the response is still on its way', () => {
  test('and APS is queried meanwhile: the gateway waits for it, and the consumer pays at the bank', async () => {
    const { agreement, withToken } = await givenCard()
    const { deps, sent, letGo } = heldBack()
    const onward = locationOf(withToken, deps)
    await sent
    const chargeId = await initialChargeOf(world, agreement.id)
    const { charge } = mustSucceed(await chargeSync(world.deps, world.caller, { chargeId }))
    expect(charge.status).toBe('AUTHORIZATION_PENDING')
    expect((await agreementOf(agreement))?.status).toBe('AUTHENTICATION_PENDING')
    letGo()
    const bank = await onward
    expect(bank).toContain('secure3ds')
    await walk(bank, { open: pagesOf(world) })
    await agreementIs(world, agreement.id, 'ACTIVE')
    expect(await orderOf(agreement)).toMatchObject({ status: 'CAPTURED' })
  })

  test('for longer than the limit: both have ended, and a page that comes later redirects nobody', async () => {
    const { agreement, withToken } = await givenCard()
    const { deps, sent, letGo } = heldBack()
    const onward = locationOf(withToken, deps)
    await sent
    await chargeSync(world.deps, world.caller, { chargeId: await initialChargeOf(world, agreement.id) })
    aheadMs = MINUTE_MS
    await reconcileDue(world.deps)
    await expectEnded(agreement)
    letGo()
    expect(await onward).toBe(atShop(agreement))
    await world.quiet()
    await expectEnded(agreement)
    expect((await chargeOf(agreement))?.needsAttention).toBe(false)
  })
})

test('a response that named no page counts as received: a consumer that APS itself asks has an hour', async () => {
  const { agreement, withToken } = await givenCard()
  const authenticatedByAps = withSend(real => async (request, options) => {
    const answer = await real.send(request, options)
    if (answer.outcome !== 'actionRequired') return answer
    const reports = answer.reports.map(({ authenticationMethods: _, ...report }) => report)
    return { outcome: 'pending', reports, call: answer.call }
  })
  await locationOf(withToken, authenticatedByAps)
  expect((await chargeOf(agreement))?.status).toBe('AUTHORIZATION_PENDING')
  aheadMs = 59 * MINUTE_MS
  await reconcileDue(world.deps)
  await abandonDue(world.deps)
  expect((await agreementOf(agreement))?.status).toBe('AUTHENTICATION_PENDING')
  aheadMs = 61 * MINUTE_MS
  await abandonDue(world.deps)
  expect((await agreementOf(agreement))?.failure).toMatchObject({ code: 'AUTHENTICATION_TIMEOUT' })
  expect((await chargeOf(agreement))?.status).toBe('DISCARDED')
})
