import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../src/base/id.ts'
import { emailHash } from '../../src/store/consumer/personal-data.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addOperation,
  addProviderRequest,
  type NewAgreement,
  type NewCharge,
  type NewConsumer,
} from './support/rows.ts'
import { addSchedule, type NewSchedule } from './support/schedule-rows.ts'

const reference = 'order-1'
let graph: TestGraph
let consumer: NewConsumer
let agreement: NewAgreement
let charge: NewCharge
let schedule: NewSchedule
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant, vault } = graph
  consumer = await addConsumer(database, tenant, { reference, emailHash: emailHash(vault, 'Ada@example.com') })
  agreement = await addAgreement(database, consumer, { reference, providerReference: 'agreement-at-provider' })
  schedule = await addSchedule(database, agreement, { reference })
  charge = await addCharge(database, agreement, { reference, providerReference: 'payment-at-provider' })
})
afterAll(() => graph.stop())

const QUERY = `query ($text: String!, $first: Int! = 20) {
  search(text: $text, first: $first) { matchedBy object { __typename id ... on Charge { status } } } }`
const search = async (text: string, first?: number, who = graph.tenant) =>
  (await graph.data(QUERY, { text, ...(first !== undefined && { first }) }, who)).search
const found = (matchedBy: string, __typename: string, { id }: { readonly id: string }, more = {}) => ({
  matchedBy,
  object: { __typename, id, ...more },
})
const theCharge = (matchedBy: string) => found(matchedBy, 'Charge', charge, { status: charge.status })

describe('finds', () => {
  test('any object by its id', async () => {
    expect(await search(charge.id)).toEqual([theCharge('ID')])
    const capture = await addOperation(graph.database, charge, 'CAPTURE')
    for (const [type, row] of Object.entries({
      Consumer: consumer,
      Agreement: agreement,
      Schedule: schedule,
      Capture: capture,
    }))
      expect(await search(` ${row.id}\n`)).toEqual([found('ID', type, row)])
  })

  test('each kind by the merchant’s reference, exactly', async () => {
    expect(await search(reference)).toEqual([
      theCharge('REFERENCE'),
      found('REFERENCE', 'Agreement', agreement),
      found('REFERENCE', 'Consumer', consumer),
      found('REFERENCE', 'Schedule', schedule),
    ])
    for (const other of ['order', 'order-11', 'ORDER-1', '%', 'order_1']) expect(await search(other)).toEqual([])
  })

  test('a charge and an agreement by the provider’s id', async () => {
    expect(await search('payment-at-provider')).toEqual([theCharge('PROVIDER_REFERENCE')])
    expect(await search('agreement-at-provider')).toEqual([found('PROVIDER_REFERENCE', 'Agreement', agreement)])
  })

  test('what a request to the provider was about, by the reference that was sent', async () => {
    const ofCharge = await addProviderRequest(graph.database, charge)
    const ofAgreement = await addProviderRequest(graph.database, charge, {
      chargeId: null,
      purpose: 'AGREEMENT_CREATE',
    })
    expect(await search(ofCharge.id)).toEqual([theCharge('REQUEST_REFERENCE')])
    expect(await search(ofAgreement.id)).toEqual([found('REQUEST_REFERENCE', 'Agreement', agreement)])
  })

  test('a consumer by email address, in any case', async () => {
    expect(await search('ADA@example.com')).toEqual([found('EMAIL', 'Consumer', consumer)])
  })
})

test('of many with one reference the newest, at most as many as asked for', async () => {
  const [, second, third] = [
    await addCharge(graph.database, agreement, { reference: 'often' }),
    await addCharge(graph.database, agreement, { reference: 'often' }),
    await addCharge(graph.database, agreement, { reference: 'often' }),
  ]
  const ids = (await search('often', 2)).map(({ object }: { object: { id: string } }) => object.id)
  expect(ids).toEqual([third.id, second.id])
  expect(await search('often', 0)).toEqual([])
})

test('an id that nobody has names no object', async () => {
  expect(await search(newId('charge', new Date()))).toEqual([{ matchedBy: 'ID', object: null }])
})

test.each(['', ' ', 'a\0b', 'nothing has this', 'nobody@example.com', 'ada@', '@'])('nothing by %j', async text => {
  expect(await search(text)).toEqual([])
})

test('another merchant and the other mode find nothing of it', async () => {
  for (const who of [graph.stranger, { ...graph.tenant, mode: 'LIVE' } as const]) {
    for (const text of [reference, 'payment-at-provider', 'ada@example.com'])
      expect(await search(text, 20, who)).toEqual([])
    expect(await search(charge.id, 20, who)).toEqual([{ matchedBy: 'ID', object: null }])
  }
})

test('one statement finds, and one for each kind reads', async () => {
  const text = JSON.stringify(reference)
  expect(await graph.statements(`{ search(text: ${text}) { matchedBy } }`)).toEqual(['search-references'])
  expect(await graph.statements(`{ search(text: ${text}) { object { id } } }`)).toHaveLength(5)
})
