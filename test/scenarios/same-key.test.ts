import { type GraphQLInputObjectType, isInputObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../schema/index.ts'
import { charge, control, givenActiveAgreement, givenConsumer, key, ledger } from '../support/story.ts'
import { type Gateway, startGateway } from './support/gateway.ts'
import { type KeyedMutation, madeBy, mutate } from './support/mutate.ts'

type Input = Readonly<Record<string, unknown>>

/** For each mutation a request, and for each argument that it can have another value. */
interface Request {
  readonly input: Input
  readonly others: Input
}

const usd = (value: number) => ({ value: String(value), currency: 'USD' })
const client = { ip: '203.0.113.7', userAgent: 'Test/1.0' }

let gateway: Gateway
const requests: Partial<Record<KeyedMutation, Request>> = {}
beforeAll(async () => {
  const started = await startGateway()
  gateway = { ...started, apiKey: await started.keyFor({ ...started.caller, scopes: ['operator'] }) }
  const [consumer, another] = [await givenConsumer(gateway), await givenConsumer(gateway)]
  const [agreement, other] = [await givenActiveAgreement(gateway), await givenActiveAgreement(gateway)]
  const paid = async () => (await charge(gateway, agreement.id, 1_000n)).id
  const authorized = async () => (await charge(gateway, agreement.id, 1_000n, { captureMode: 'MANUAL' })).id
  const declined = await charge(gateway, agreement.id, 300_002n)
  requests.consumerCreate = {
    input: { country: 'US', name: 'Ada' },
    others: {
      country: 'DE',
      name: 'Bea',
      email: 'ada@example.com',
      phone: '+4930123456',
      locale: 'en-US',
      birthDate: '1990-01-01',
      taxId: '1',
      billingAddress: { city: 'Berlin' },
      reference: 'r',
      metadata: { a: '1' },
    },
  }
  requests.agreementCreate = {
    input: {
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      agreedAmount: usd(1_000),
      amountRule: 'EXACT',
      initialCharge: { amount: usd(1_000) },
    },
    others: {
      provider: 'APS',
      paymentMethod: 'MOCK',
      consumerId: another.id,
      returnUrl: 'https://shop.example/other',
      authenticationTypes: ['SCAN_CODE'],
      description: 'd',
      agreedAmount: usd(2_000),
      amountRule: 'MAX',
      frequency: { interval: 'MONTH' },
      chargeCount: 12,
      startsAt: '2027-01-01T00:00:00.000Z',
      endsAt: '2030-01-01T00:00:00.000Z',
      initialCharge: { amount: usd(1_001) },
      client,
      reference: 'r',
      metadata: { a: '1' },
    },
  }
  requests.chargeCreate = {
    input: { agreementId: agreement.id, amount: usd(1_000), returnUrl: 'https://shop.example/done' },
    others: {
      agreementId: other.id,
      amount: { ...usd(1_000), currency: 'EUR' },
      captureMode: 'MANUAL',
      initiator: 'CONSUMER',
      reason: 'SCHEDULED',
      retryOf: declined.id,
      returnUrl: 'https://shop.example/other',
      client,
      reference: 'r',
      description: 'd',
      metadata: { a: '1' },
    },
  }
  const operation = { amount: usd(301), reference: 'r' }
  requests.chargeCapture = {
    input: { chargeId: await authorized(), amount: usd(300) },
    others: { ...operation, chargeId: await authorized() },
  }
  requests.chargeRefund = {
    input: { chargeId: await paid(), amount: usd(300) },
    others: { ...operation, chargeId: await paid(), reason: 'because' },
  }
  requests.chargeVoid = {
    input: { chargeId: await authorized(), amount: usd(300) },
    others: { ...operation, chargeId: await authorized() },
  }
  await control(gateway, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1 } })
  const lost = async () => {
    const { id: chargeId } = await charge(gateway, agreement.id, 1_000n)
    const { rows } = await gateway.database.pool.query('SELECT id FROM charge_operations WHERE charge_id = $1', [
      chargeId,
    ])
    return { chargeId, operationId: String(rows[0]?.id) }
  }
  const [unknown, alsoUnknown] = [await lost(), await lost()]
  requests.chargeResolve = {
    input: { ...unknown, outcome: 'FAILED', note: 'asked' },
    others: { ...alsoUnknown, outcome: 'SUCCEEDED', note: 'asked again' },
  }
  await control(gateway, 'reset', {})
  await gateway.delivered()
  await gateway.quiet()
})
afterAll(() => gateway.close())

/** Everything that a request could have had an effect on: our rows, and what providers hold. */
async function everything() {
  const { rows } = await gateway.database.pool.query(
    `SELECT (SELECT max(seq) FROM events) AS log, (SELECT json_agg(a.id) FROM attempts a) AS attempts,
       (SELECT json_agg(k) FROM idempotency_keys k) AS keys, (SELECT count(*) FROM consumers) AS consumers,
       (SELECT count(*) FROM charge_operations) AS operations, (SELECT count(*) FROM provider_calls) AS calls`,
  )
  const { agreements, charges } = await ledger(gateway)
  return { ours: rows[0], agreements, charges }
}

const inputOf = (mutation: KeyedMutation): GraphQLInputObjectType => {
  const type = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type
  const named = type && 'ofType' in type ? type.ofType : type
  if (!isInputObjectType(named)) throw new Error(`${mutation} has no input`)
  return named
}

describe.each(Object.keys(madeBy) as KeyedMutation[])('%s', mutation => {
  test('under one key with one argument changed, whichever, is a conflict without effect (scenario 7)', async () => {
    const request = requests[mutation]
    if (request === undefined) throw new Error(`nothing is asked by ${mutation}`)
    const names = Object.keys(inputOf(mutation).getFields()).filter(name => name !== 'idempotencyKey')
    expect(Object.keys(request.others).toSorted()).toEqual(names.toSorted())
    const idempotencyKey = key()
    const first = await mutate(gateway, mutation, { ...request.input, idempotencyKey })
    expect(first).toMatchObject({ replayed: false })
    await gateway.delivered()
    await gateway.webhooksProcessed()

    const before = await everything()
    for (const name of names) {
      const changed = { ...request.input, [name]: request.others[name], idempotencyKey }
      const answer = await mutate(gateway, mutation, changed)
      expect({ name, ...answer }).toMatchObject({ name, code: 'IDEMPOTENCY_CONFLICT', existingId: first.made?.id })
    }
    expect(await everything()).toEqual(before)
    const again = await mutate(gateway, mutation, { ...request.input, idempotencyKey })
    expect(again).toEqual({ ...first, replayed: true })
  })
})

test('every mutation that takes a key is asked (scenario 7)', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}) as KeyedMutation[]
  const keyed = mutations.filter(mutation => 'idempotencyKey' in inputOf(mutation).getFields())
  expect(Object.keys(requests).toSorted()).toEqual(keyed.toSorted())
})

test('the same key is another merchant’s own, and another mutation’s: each charges once (scenario 7)', async () => {
  const stranger = { ...gateway, caller: await gateway.stranger() }
  const strangers = { ...stranger, apiKey: await gateway.keyFor(stranger.caller) }
  const [ours, theirs] = [await givenActiveAgreement(gateway), await givenActiveAgreement(stranger)]
  const idempotencyKey = key()
  const ask = (by: typeof gateway, agreementId: string) =>
    mutate(by, 'chargeCreate', { idempotencyKey, agreementId, amount: usd(1_000) })
  const answers = [await ask(gateway, ours.id), await ask(strangers, theirs.id)]
  expect(answers).toMatchObject([{ replayed: false }, { replayed: false }])
  expect(new Set(answers.map(({ made }) => made?.id)).size).toBe(2)
  const refund = { idempotencyKey, chargeId: answers[0]?.made?.id, amount: usd(300) }
  expect(await mutate(gateway, 'chargeRefund', refund)).toMatchObject({ replayed: false })
  // Nor does the stranger's key open what is ours.
  expect(await mutate(strangers, 'chargeRefund', refund)).toMatchObject({ code: 'NOT_FOUND' })
  const { charges } = await ledger(gateway)
  const of = (reference: string | null) => charges.filter(({ agreementId }) => agreementId === reference)
  expect(of(ours.providerReference)).toMatchObject([{ captured: 1_000, refunded: 300 }])
  expect(of(theirs.providerReference)).toMatchObject([{ captured: 1_000, refunded: 0 }])
})
