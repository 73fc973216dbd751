import { graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import type { NamedObjects } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { addClientRows, type Name } from '../support/client-rows.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addProviderEvent } from '../support/rows.ts'

let graph: TestGraph
let rows: Awaited<ReturnType<typeof addClientRows>>
beforeAll(async () => {
  graph = await startGraph()
  rows = await addClientRows(graph)
})
afterAll(() => graph.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
async function ask(caller: Caller, source: string, variableValues: Record<string, unknown> = {}): Promise<any> {
  const contextValue = createContext(graph.deps, caller, 'request-1')
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue })
  if (errors) throw new Error(errors.map(error => error.stack).join('\n'))
  return JSON.parse(JSON.stringify(data))
}

type Named = 'ann' | 'agreement' | 'retry' | 'bobsCharge'
const client = (...names: readonly Named[]) => {
  const columns = { ann: 'consumerId', agreement: 'agreementId', retry: 'chargeId', bobsCharge: 'chargeId' } as const
  const objects = Object.fromEntries(names.map(name => [columns[name], rows.ids[name]]))
  return rows.as(objects as Partial<NamedObjects>)
}
/** The names of these ids, in alphabetical order. */
const namesOf = (ids: readonly (string | null)[]): string[] => {
  const names = new Map(Object.entries(rows.ids).map(([name, id]) => [id, name]))
  return ids.flatMap(id => (id === null ? [] : [names.get(id) ?? id])).sort()
}
const sorted = (...names: readonly Name[]) => [...names].sort()

const ofAgreement: readonly Name[] = [
  ...(['ann', 'instrument', 'agreement', 'revocation', 'schedule', 'paid', 'next'] as const),
  ...(['initial', 'first', 'retry', 'ofInitial', 'ofFirst', 'ofRetry'] as const),
]
const ofCharge: readonly Name[] = ['ann', 'instrument', 'agreement', 'schedule', 'paid', 'retry', 'ofRetry']
const grants: readonly { readonly names: readonly Named[]; readonly reached: readonly Name[] }[] = [
  { names: ['ann'], reached: [...ofAgreement, 'other', 'otherCharge', 'ofOther'] },
  { names: ['agreement'], reached: ofAgreement },
  { names: ['retry'], reached: ofCharge },
  { names: ['agreement', 'bobsCharge'], reached: [...ofAgreement, 'bob', 'bobs', 'bobsCharge'] },
]

describe.each(grants)('a token for $names', ({ names, reached }) => {
  test('finds what it reaches by id, and nothing else', async () => {
    const ids = Object.values(rows.ids)
    const nodes = await ask(await client(...names), 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(namesOf(nodes.nodes.map((node: { id: string } | null) => node?.id ?? null))).toEqual(sorted(...reached))
  })

  test('finds the same in the merchant’s lists', async () => {
    await addProviderEvent(graph.database, graph.tenant, { subjectType: 'Charge', subjectId: rows.ids.retry })
    const lists = await ask(
      await client(...names),
      `{ consumers { nodes { id } } agreements { nodes { id } } charges { nodes { id } } schedules { nodes { id } }
         providerEvents { nodes { id } } }`,
    )
    const listed = Object.values(lists).flatMap(list => (list as { nodes: { id: string }[] }).nodes.map(({ id }) => id))
    const kinds: readonly Name[] = [
      ...(['ann', 'bob', 'agreement', 'other', 'bobs', 'initial', 'first', 'retry', 'otherCharge'] as const),
      ...(['bobsCharge', 'schedule', 'bobsSchedule'] as const),
    ]
    expect(namesOf(listed)).toEqual(sorted(...reached.filter(name => kinds.includes(name))))
  })

  test('reaches everything that a row must refer to', async () => {
    const query = `{ charges { nodes { id agreement { id } consumer { id } refunds { id charge { id } } } }
      agreements { nodes { id consumer { id } revocations { id agreement { id } } } }
      schedules { nodes { id agreement { id } consumer { id } occurrences { nodes { id schedule { id } } } } } }`
    const answered = JSON.stringify(await ask(await client(...names), query))
    const shown = [...answered.matchAll(/"id":"(\w+)"/g)].map(([, id]) => id ?? '')
    const unreached = namesOf(shown).filter(name => !(reached as readonly string[]).includes(name))
    expect(unreached).toEqual([])
  })
})

test('the lists of a parent hold only what the token reaches, on every side', async () => {
  const caller = await client('retry')
  const query = `query ($id: ID!) { charge(id: $id) {
    consumer { agreements { nodes { id } } charges { nodes { id } } }
    agreement { charges { nodes { id } } schedules { nodes { id } } revocations { id } initialCharge { id } }
    occurrence { charges { id } schedule { occurrences { totalCount nodes { id } } } }
    retryOf { id } schedule { id } } }`
  const { ids } = rows
  expect((await ask(caller, query, { id: ids.retry })).charge).toEqual({
    consumer: { agreements: { nodes: [{ id: ids.agreement }] }, charges: { nodes: [{ id: ids.retry }] } },
    agreement: {
      charges: { nodes: [{ id: ids.retry }] },
      schedules: { nodes: [{ id: ids.schedule }] },
      revocations: [],
      initialCharge: null,
    },
    occurrence: {
      charges: [{ id: ids.retry }],
      schedule: { occurrences: { totalCount: 1, nodes: [{ id: ids.paid }] } },
    },
    retryOf: null,
    schedule: { id: ids.schedule },
  })
  const whole = await ask(await client('agreement'), query, { id: ids.retry })
  expect(whole.charge).toMatchObject({
    agreement: { initialCharge: { id: ids.initial }, revocations: [{ id: ids.revocation }] },
    occurrence: { schedule: { occurrences: { totalCount: 2 } } },
    retryOf: { id: ids.first },
  })
})

test('whether a page of a parent has rows before it counts only what the token reaches', async () => {
  const query = `query ($id: ID!, $after: String) { agreement(id: $id) {
    charges(first: 1, after: $after) { nodes { id } pageInfo { endCursor hasPreviousPage hasNextPage } } } }`
  const page = async (caller: Caller, after?: string) =>
    (await ask(caller, query, { id: rows.ids.agreement, after })).agreement.charges
  const merchant: Caller = { tenant: graph.tenant, merchantName: 'Test merchant', actor: 'key_test', scopes: ['read'] }
  // The cursor of the agreement's newest charge, which is `retry`; another token does not reach it.
  const { pageInfo } = await page(merchant)
  expect((await page(merchant, pageInfo.endCursor)).pageInfo.hasPreviousPage).toBe(true)
  const { ids } = rows
  const first = await rows.as({ chargeId: ids.first })
  expect(await page(first, pageInfo.endCursor)).toEqual({
    nodes: [{ id: ids.first }],
    pageInfo: { endCursor: expect.any(String), hasPreviousPage: false, hasNextPage: false },
  })
})

test('a filter by foreign ids finds nothing', async () => {
  const { ids } = rows
  const query = `query ($consumer: ID!, $agreement: ID!) {
    agreements(filter: { consumerId: $consumer }) { nodes { id } } charges(filter: { agreementId: $agreement }) { nodes { id } } }`
  expect(await ask(await client('ann'), query, { consumer: ids.bob, agreement: ids.bobs })).toEqual({
    agreements: { nodes: [] },
    charges: { nodes: [] },
  })
})

test('a schedule that was moved to another agreement is not reached any more', async () => {
  const { ids } = rows
  await rows.moveSchedule(ids.other)
  try {
    const query = `query ($schedule: ID!, $occurrence: ID!, $charge: ID!) { schedule: node(id: $schedule) { id }
      occurrence: node(id: $occurrence) { id } charge(id: $charge) { schedule { id } occurrence { id } } }`
    const variables = { schedule: ids.schedule, occurrence: ids.paid, charge: ids.retry }
    const none = { schedule: null, occurrence: null, charge: { schedule: null, occurrence: null } }
    expect(await ask(await client('agreement'), query, variables)).toEqual(none)
    expect(await ask(await client('retry'), query, variables)).toEqual(none)
    const both = { schedule: { id: ids.schedule }, occurrence: { id: ids.paid } }
    expect(await ask(await client('ann'), query, variables)).toEqual({ ...both, charge: both })
  } finally {
    await rows.moveSchedule(ids.agreement)
  }
})

test('the reads behind fields that are null for it are refused', async () => {
  const { loaders } = createContext(graph.deps, await client('retry'), 'request-1')
  for (const name of ['eventsOfCharge', 'callsOfCharge', 'webhooksOfCharge', 'plannedRetryOfCharge'] as const)
    expect(() => loaders[name].load(rows.ids.retry)).toThrow('not for client tokens')
})

test('the viewer is what the token names', async () => {
  const query = '{ viewer { kind mode scopes expiresAt consumer { id } agreement { id } charge { id status } } }'
  const caller = await client('retry')
  expect(await ask(caller, query)).toEqual({
    viewer: {
      ...{ kind: 'CLIENT', mode: 'TEST', scopes: [], expiresAt: caller.grant?.expiresAt.toISOString() },
      ...{ consumer: null, agreement: null, charge: { id: rows.ids.retry, status: 'CAPTURED' } },
    },
  })
  expect((await ask(await client('ann', 'agreement'), query)).viewer).toMatchObject({
    consumer: { id: rows.ids.ann },
    agreement: { id: rows.ids.agreement },
    charge: null,
  })
})
