import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { authenticationReturn } from '../../../src/operations/hosted-page/authentication-return.ts'
import { returnLink } from '../../../src/operations/hosted-page/return-link.ts'
import { claimReturnQuery, sweepReturnQueries } from '../../../src/store/agreement/return-queries.ts'
import { databaseOn } from '../../../src/store/sql/database.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { type BendingProxy, openBendingProxy, providersBehind } from '../../scenarios/support/bending-proxy.ts'
import { consumerGoes, givenCardAgreement } from '../../support/world/card.ts'
import { type Consumer, cards, walk } from '../../support/world/consumer.ts'
import { abandonDue } from '../../support/world/jobs.ts'
import {
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  initialChargeOf,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

// The gateway reaches its providers through a proxy that counts their requests. Its clocks stand still.

const DAY_MS = 86_400_000
let world: World
let proxy: BendingProxy
let providers: ReturnType<typeof providersBehind>
let deps: Deps
let aheadMs = 0
let realAheadMs = 0
const begun = Date.now()
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => new Date(begun + aheadMs) } })
  proxy = await openBendingProxy(world.sandbox.url)
  providers = providersBehind(proxy, world)
  deps = {
    ...world.deps,
    providers,
    realTime: { ...world.deps.realTime, nowMs: () => begun + realAheadMs },
  }
})
// Only the browser brings updates.
beforeEach(() => control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } }))
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(async () => {
  await providers.close()
  await proxy.close()
  await world.close()
})

const tokenOf = (id: string) => returnLink(deps, id).split('/').at(-1) ?? ''
const comesBack = (id: string, parameters: Readonly<Record<string, string>> | null = {}, at = deps) =>
  authenticationReturn(at, { token: tokenOf(id), parameters, ip: null })
const atShop = ({ id }: AgreementRow) => ({ redirectTo: `https://shop.example/done?order=1&agreementId=${id}` })
/** The status queries that the providers get while this runs. */
async function asked(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = proxy.requests.length
  await work()
  await world.quiet()
  return proxy.requests.slice(before)
}
const query = ({ providerReference }: AgreementRow) => `GET /ppro/v1/payment-agreements/${providerReference}`
const agreementRow = (id: string) => findAgreement(world.database, world.caller.tenant, id)
const chargeRow = async (id: string) => findCharge(world.database, world.caller.tenant, id)

describe('a return link', () => {
  test('sends one status query in three seconds, however many requests come and in whichever process', async () => {
    const agreement = await givenPendingAgreement(world)
    const another = { ...deps, database: databaseOn(world.database.pool) }
    const many = () =>
      Promise.all(
        [deps, another, deps, another].map(at =>
          Promise.all([1, 2, 3, 4, 5].map(() => comesBack(agreement.id, {}, at))),
        ),
      )
    expect(await asked(many)).toEqual([query(agreement)])
    expect(await asked(many)).toEqual([])
    realAheadMs += 2_999
    expect(await asked(many)).toEqual([])
    realAheadMs += 1
    expect(await asked(many)).toEqual([query(agreement)])
    expect(await comesBack(agreement.id)).toEqual(atShop(agreement))
  })

  test('sends no status query if nothing can have changed', async () => {
    const paid = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
    const declined = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
    await decide(paid, 'approve')
    await decide(declined, 'decline')
    for (const { id } of [paid, declined]) expect(await asked(() => comesBack(id))).not.toEqual([])
    expect((await agreementRow(paid.id))?.status).toBe('ACTIVE')
    expect((await agreementRow(declined.id))?.status).toBe('FAILED')
    realAheadMs += 10_000
    for (const agreement of [paid, declined])
      expect(await asked(async () => expect(await comesBack(agreement.id)).toEqual(atShop(agreement)))).toEqual([])
  })

  test('requested with HEAD does nothing', async () => {
    const agreement = await givenPendingAgreement(world)
    expect(await asked(async () => expect(await comesBack(agreement.id, null)).toEqual(atShop(agreement)))).toEqual([])
    expect(await asked(() => comesBack(agreement.id))).toEqual([query(agreement)])
  })

  test('expires after three days: the browser is redirected to the shop, and no status query is sent', async () => {
    const agreement = await givenPendingAgreement(world)
    aheadMs = 3 * DAY_MS - 1
    expect(await asked(() => comesBack(agreement.id))).toEqual([query(agreement)])
    realAheadMs += 10_000
    aheadMs = 3 * DAY_MS
    expect(await asked(async () => expect(await comesBack(agreement.id)).toEqual(atShop(agreement)))).toEqual([])
  })

  test('of a charge sends a status query about that charge', async () => {
    const agreement = await givenActiveWithWebhooks({ paymentMethod: 'MOCK' })
    const waiting = await charge(world, agreement.id, 1_000n, {
      description: 'requiresAuthentication=true',
      initiator: 'CONSUMER',
      returnUrl: 'https://shop.example/again',
    })
    await fetch(String(waiting.authenticationMethods[0]?.requestUrl), {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    })
    const { providerReference } = waiting
    expect(await asked(() => comesBack(waiting.id))).toEqual([`GET /ppro/v1/payment-charges/${providerReference}`])
    expect((await chargeRow(waiting.id))?.status).toBe('CAPTURED')
    realAheadMs += 10_000
    expect(await asked(() => comesBack(waiting.id))).toEqual([])
  })

  describe('with a signed result', () => {
    const query = 'POST /aps/FortAPI/paymentApi'
    /** The consumer gives a card and is at the bank's page. */
    async function givenConsumerAtBank() {
      const agreement = await givenCardAgreement(world)
      const atBank: Consumer = { card: cards.visaAsked, until: url => url.includes('secure3ds') }
      return { agreement, bank: (await consumerGoes(world, agreement, atBank)).end }
    }
    /** The parameters that the browser brings back from the bank. */
    async function approves(bank: string) {
      const { end } = await walk(bank, { until: url => url.includes('/authenticate/return/') })
      return Object.fromEntries(new URL(end).searchParams)
    }

    test('is followed by status queries until the result is known, and by none after that', async () => {
      const { agreement, bank } = await givenConsumerAtBank()
      const result = await approves(bank)
      const twice = () => Promise.all([comesBack(agreement.id, result), comesBack(agreement.id, result)])
      expect(await asked(twice)).toEqual([query])
      expect((await agreementRow(agreement.id))?.status).toBe('ACTIVE')
      realAheadMs += 10_000
      expect(await asked(twice)).toEqual([])
    })

    test('is followed by status queries also if we gave the agreement up: its consumer paid after all', async () => {
      const { agreement, bank } = await givenConsumerAtBank()
      aheadMs = 61 * 60_000
      await abandonDue(world.deps)
      expect((await agreementRow(agreement.id))?.status).toBe('FAILED')
      const result = await approves(bank)
      expect(await asked(() => comesBack(agreement.id, result))).toContain(query)
      const paid = await chargeRow(await initialChargeOf(world, agreement.id))
      expect(paid).toMatchObject({ status: 'DISCARDED', needsAttention: true })
    })

    test('is refused once the link has expired', async () => {
      const agreement = await givenCardAgreement(world)
      const { end } = await consumerGoes(world, agreement, { until: url => url.includes('/authenticate/return/') })
      aheadMs = 3 * DAY_MS
      const card = Object.fromEntries(new URL(end).searchParams)
      expect(await asked(async () => expect(await comesBack(agreement.id, card)).toEqual(atShop(agreement)))).toEqual(
        [],
      )
      expect((await agreementRow(agreement.id))?.status).toBe('AUTHENTICATION_PENDING')
    })
  })
})

test('the record of a status query is deleted once it delays nobody', async () => {
  const rows = async () => (await world.database.pool.query('SELECT subject_id FROM return_queries')).rows
  const at = (ms: number) => new Date(begun + realAheadMs + ms)
  await sweepReturnQueries(world.database, at(10_000), 1_000)
  expect(await rows()).toEqual([])
  await claimReturnQuery(world.database, 'agr_past', { now: at(-1), nextAt: at(0) })
  await claimReturnQuery(world.database, 'agr_next', { now: at(-1), nextAt: at(1) })
  expect(await sweepReturnQueries(world.database, at(0), 1_000)).toBe(1)
  expect(await rows()).toEqual([{ subject_id: 'agr_next' }])
})

async function givenActiveWithWebhooks(input: Parameters<typeof givenActiveAgreement>[1]): Promise<AgreementRow> {
  await control(world, 'reset', {})
  const agreement = await givenActiveAgreement(world, input)
  await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
  return agreement
}
