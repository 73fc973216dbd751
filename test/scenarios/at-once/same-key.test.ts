import { type GraphQLInputObjectType, isInputObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { scopes } from '../../../src/domain/access/scopes.ts'
import { givenActiveAgreement, key, ledger } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { keyedRequests } from '../support/keyed-requests.ts'
import { type KeyedMutation, madeBy, mutate } from '../support/mutate.ts'

const usd = (value: number) => ({ value: String(value), currency: 'USD' })

let gateway: Gateway
let requests: Awaited<ReturnType<typeof keyedRequests>>
beforeAll(async () => {
  const started = await startGateway()
  gateway = { ...started, apiKey: await started.keyFor({ ...started.caller, scopes }) }
  requests = await keyedRequests(gateway)
})
afterAll(() => gateway.close())

/** Everything that a request could change: our rows, and the providers' records. */
async function everything() {
  const { rows } = await gateway.database.pool.query(
    `SELECT (SELECT max(seq) FROM events) AS log, (SELECT json_agg(a.id) FROM provider_requests a) AS "providerRequests",
       (SELECT json_agg(k) FROM idempotency_keys k) AS keys, (SELECT count(*) FROM consumers) AS consumers,
       (SELECT json_agg(s.id) FROM schedules s) AS schedules,
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
  test('under one key, a change of any argument is a conflict without effect (scenario 7)', async () => {
    const request = requests[mutation]
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

test('every mutation that takes a key is tested (scenario 7)', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}) as KeyedMutation[]
  const keyed = mutations.filter(mutation => 'idempotencyKey' in inputOf(mutation).getFields())
  expect(Object.keys(requests).toSorted()).toEqual(keyed.toSorted())
})

test('the same key belongs to each merchant and each mutation separately: each charges once (scenario 7)', async () => {
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
  // The other merchant's key does not reveal our object either.
  expect(await mutate(strangers, 'chargeRefund', refund)).toMatchObject({ code: 'NOT_FOUND' })
  const { charges } = await ledger(gateway)
  const of = (reference: string | null) => charges.filter(({ agreementId }) => agreementId === reference)
  expect(of(ours.providerReference)).toMatchObject([{ captured: 1_000, refunded: 300 }])
  expect(of(theirs.providerReference)).toMatchObject([{ captured: 1_000, refunded: 0 }])
})
