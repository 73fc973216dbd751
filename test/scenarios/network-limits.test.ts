import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AgreementRow } from '../../src/store/tables.ts'
import { givenActiveCard } from '../support/world/card.ts'
import { cards } from '../support/world/consumer.ts'
import { control, givenActiveAgreement, key, type Ledger, ledger } from '../support/world/story.ts'
import { type Gateway, startGateway } from './support/gateway.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

// The amounts that APS's simulator declines softly, hard, and without a reason: each counts as an attempt.
const DECLINED = [300_002, 300_003, 300_001]

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(() => control(gateway, 'reset', {}))
afterAll(() => gateway.close())

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
async function ask(query: string, variables: object): Promise<any> {
  const answer = await fetch(gateway.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.apiKey}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

interface ChargeResult {
  readonly type: string
  readonly message?: string
  readonly status?: string
  readonly charge?: { readonly id: string; readonly status: string; readonly updatedAt: string }
}

async function want(agreement: AgreementRow, value: number, given: object = {}): Promise<ChargeResult> {
  const currency = agreement.provider === 'APS' ? 'AED' : 'USD'
  const input = {
    idempotencyKey: key(),
    agreementId: agreement.id,
    amount: { value: String(value), currency },
    ...given,
  }
  const { chargeCreate } = await ask(
    `mutation ($input: ChargeCreateInput!) { chargeCreate(input: $input) { type: __typename
       ... on ChargeCreatePayload { charge { id status updatedAt } } ... on InvalidState { status } ... on UserError { message } } }`,
    { input },
  )
  return chargeCreate
}

async function budgetOf({ id }: AgreementRow) {
  const { agreement } = await ask(
    'query ($id: ID!) { agreement(id: $id) { retryBudget { used allowed windowStartsAt windowEndsAt rule } } }',
    { id },
  )
  return agreement.retryBudget
}

/** The provider's records of an agreement's later charges. */
async function requestsAt({ providerReference }: AgreementRow): Promise<Ledger['charges']> {
  const { charges } = await ledger(gateway)
  return charges.filter(({ agreementId }) => agreementId === providerReference).slice(1)
}

/** All records of a charge. */
async function recorded() {
  const { rows } = await gateway.database.pool.query(
    `SELECT (SELECT count(*) FROM charges)::int AS charges, (SELECT count(*) FROM provider_requests)::int AS "providerRequests",
       (SELECT count(*) FROM events)::int AS events, (SELECT count(*) FROM idempotency_keys)::int AS keys`,
  )
  return rows[0]
}

async function declined(agreement: AgreementRow, count: number, everyMs = 0): Promise<readonly string[]> {
  const made: string[] = []
  for (let index = 0; index < count; index++) {
    if (index > 0) gateway.pass(everyMs)
    const { charge } = await want(agreement, DECLINED[index % DECLINED.length] ?? 0)
    expect(charge?.status).toBe('FAILED')
    made.push(charge?.updatedAt ?? '')
  }
  return made
}

const later = (instant: string | undefined, ms: number) => new Date(Date.parse(instant ?? '') + ms).toISOString()

/** From then on, and not a minute before. */
async function isFreeFrom(instant: string, agreement: AgreementRow): Promise<void> {
  gateway.pass(Date.parse(instant) - gateway.deps.clock.now().getTime() - MINUTE_MS)
  expect((await want(agreement, 300_002)).type).toBe('InvalidState')
  gateway.pass(MINUTE_MS)
  expect((await want(agreement, 300_002)).charge?.status).toBe('FAILED')
}

describe('a Visa card at APS', () => {
  test('16 attempts due in 30 days, of any amounts: 15 made, and the 31st day frees one (scenario 21)', async () => {
    const agreement = await givenActiveCard(gateway)
    expect(await budgetOf(agreement)).toMatchObject({ used: 0, allowed: 15, rule: 'VISA_15_IN_30_DAYS' })
    const [first] = await declined(agreement, 15, DAY_MS)
    const freeAt = later(first, 30 * DAY_MS)
    gateway.pass(DAY_MS)
    const before = await recorded()
    const idempotencyKey = key()
    expect(await want(agreement, 1_000, { idempotencyKey })).toEqual({
      type: 'InvalidState',
      status: 'ACTIVE',
      message:
        'Card-network retry limit reached (VISA_15_IN_30_DAYS): 15 merchant-initiated charges have failed or are ' +
        `pending. Try again after ${freeAt}.`,
    })
    expect(await recorded()).toEqual(before)
    expect(await requestsAt(agreement)).toHaveLength(15)
    expect(await budgetOf(agreement)).toEqual({
      used: 15,
      allowed: 15,
      windowStartsAt: first,
      windowEndsAt: freeAt,
      rule: 'VISA_15_IN_30_DAYS',
    })
    await isFreeFrom(freeAt, agreement)
    expect(await requestsAt(agreement)).toHaveLength(16)
    // The refusal did not bind its key; the next one to leave the window was a day after the first.
    gateway.pass(DAY_MS + MINUTE_MS)
    expect((await want(agreement, 1_000, { idempotencyKey })).charge?.status).toBe('CAPTURED')
  })

  test('20 requested at once: 15 made (scenario 21)', async () => {
    const agreement = await givenActiveCard(gateway)
    const answers = await Promise.all(Array.from({ length: 20 }, () => want(agreement, 300_002)))
    expect(Object.entries(Object.groupBy(answers, ({ type }) => type)).map(([type, of]) => [type, of?.length])).toEqual(
      expect.arrayContaining([
        ['ChargeCreatePayload', 15],
        ['InvalidState', 5],
      ]),
    )
    expect(await requestsAt(agreement)).toHaveLength(15)
    expect(await budgetOf(agreement)).toMatchObject({ used: 15, allowed: 15 })
  })

  test('a success does not count; an open charge does, until it has succeeded (scenario 21)', async () => {
    const agreement = await givenActiveCard(gateway)
    for (let index = 0; index < 3; index++) expect((await want(agreement, 1_000)).charge?.status).toBe('CAPTURED')
    expect(await budgetOf(agreement)).toMatchObject({ used: 0 })
    const operation = 'charge'
    await control(gateway, 'outcomes', {
      provider: 'APS',
      agreementId: agreement.providerReference,
      operation,
      outcomes: ['pending'],
    })
    const { charge } = await want(agreement, 1_000)
    expect(charge?.status).toBe('AUTHORIZATION_PENDING')
    expect(await budgetOf(agreement)).toMatchObject({ used: 1, windowStartsAt: charge?.updatedAt })
    await gateway.passAtProviders(DAY_MS)
    await gateway.delivered()
    await gateway.webhooksProcessed()
    expect(await budgetOf(agreement)).toMatchObject({ used: 0 })
  })

  test('a charge that never reached the issuer does not count (scenario 21)', async () => {
    const agreement = await givenActiveCard(gateway)
    // One request is accepted; all after it get 429, as long as they are sent again.
    await control(gateway, 'limits', { provider: 'APS', perSecond: 0.001 })
    await declined(agreement, 1)
    const { charge } = await want(agreement, 300_002)
    const read = await ask('query ($id: ID!) { charge(id: $id) { status failure { code } } }', { id: charge?.id })
    expect(read.charge).toEqual({ status: 'FAILED', failure: { code: 'PROVIDER_UNREACHABLE' } })
    expect(await requestsAt(agreement)).toHaveLength(1)
    expect(await budgetOf(agreement)).toMatchObject({ used: 1 })
  })

  test('each instrument has its own limit (scenario 21)', async () => {
    const [used, other] = [await givenActiveCard(gateway), await givenActiveCard(gateway)]
    await declined(used, 15)
    expect((await want(used, 1_000)).type).toBe('InvalidState')
    expect(await budgetOf(other)).toMatchObject({ used: 0 })
    expect((await want(other, 1_000)).charge?.status).toBe('CAPTURED')
    expect((await want(other, 300_002)).charge?.status).toBe('FAILED')
    expect(await budgetOf(other)).toMatchObject({ used: 1 })
  })
})

test('a Mastercard at APS: 10 in 24 hours, and 35 in 30 days (scenario 21)', async () => {
  const agreement = await givenActiveCard(gateway, {}, { card: cards.mastercard })
  const [first] = await declined(agreement, 10, HOUR_MS)
  const freeAt = later(first, DAY_MS)
  expect(await budgetOf(agreement)).toEqual({
    used: 10,
    allowed: 10,
    windowStartsAt: first,
    windowEndsAt: freeAt,
    rule: 'MASTERCARD_10_IN_24_HOURS',
  })
  expect((await want(agreement, 1_000)).message).toContain(`Try again after ${freeAt}.`)
  await isFreeFrom(freeAt, agreement)
  for (const count of [10, 10, 4]) {
    gateway.pass(2 * DAY_MS)
    await declined(agreement, count)
  }
  expect(await budgetOf(agreement)).toMatchObject({
    used: 35,
    allowed: 35,
    windowStartsAt: first,
    rule: 'MASTERCARD_35_IN_30_DAYS',
  })
  expect((await want(agreement, 1_000)).message).toContain(`Try again after ${later(first, 30 * DAY_MS)}.`)
  expect(await requestsAt(agreement)).toHaveLength(35)
})

test('AMAZON_PAY has no such limit: null, and a 16th attempt is made (scenario 21)', async () => {
  const agreement = await givenActiveAgreement(gateway)
  expect(await budgetOf(agreement)).toBeNull()
  await declined(agreement, 16)
  const { charges } = await ledger(gateway)
  expect(charges.filter(({ agreementId }) => agreementId === agreement.providerReference)).toHaveLength(16)
  expect(await budgetOf(agreement)).toBeNull()
})

test('a charge reads the budget once, and only on a card whose network has a limit (scenario 21)', async () => {
  const [card, wallet] = [await givenActiveCard(gateway), await givenActiveAgreement(gateway)]
  await gateway.quiet()
  const statements: string[] = []
  const stop = gateway.database.onStatement(name => statements.push(name))
  await want(card, 1_000)
  const asked = statements.filter(name => name === 'retry-budget').length
  await want(wallet, 1_000)
  stop()
  expect(asked).toBe(1)
  expect(statements.filter(name => name === 'retry-budget')).toHaveLength(1)
})
