import { gql } from '@apollo/client'
import { describe, expect, test } from 'vitest'
import { PerennialCache } from '../../src/client/apollo/index.ts'

const charge = (version: number, status: string, more: object = {}) => ({
  __typename: 'Charge',
  id: 'chg_1',
  version,
  status,
  ...more,
})
const CHARGE = gql`query Charge($id: ID!) { charge(id: $id) { id version status } }`
const variables = { id: 'chg_1' }

describe('versions', () => {
  const EVENT = gql`
    subscription { chargeChanged { now: charge { ...Fields } } }
    fragment Fields on Charge { id version status }
  `
  const event = (data: object) => ({
    ...{ query: EVENT, dataId: 'ROOT_SUBSCRIPTION' },
    result: { chargeChanged: { __typename: 'ChargeChanged', now: data } },
  })

  test.each([
    ['an older one', 2, 'AUTHORIZED', 3, 'CAPTURED'],
    ['the same', 3, 'CAPTURED', 3, 'CAPTURED'],
    ['a newer one', 4, 'REFUNDED', 4, 'REFUNDED'],
  ])('a response with %s after an event', (_what, version, status, expectedVersion, expectedStatus) => {
    const cache = new PerennialCache()
    cache.write(event(charge(3, 'CAPTURED')))
    cache.writeQuery({ query: CHARGE, variables, data: { charge: charge(version, status) } })
    expect(cache.readQuery({ query: CHARGE, variables })).toEqual({ charge: charge(expectedVersion, expectedStatus) })
  })

  test('an older event after a response; what only it has is kept', () => {
    const cache = new PerennialCache()
    cache.writeQuery({ query: CHARGE, variables, data: { charge: charge(3, 'CAPTURED') } })
    const query = gql`query { node(id: "chg_1") { ... on Charge { id version status reference } } }`
    cache.writeQuery({ query, data: { node: charge(2, 'AUTHORIZED', { reference: 'order-1' }) } })
    expect(cache.readQuery({ query })).toEqual({ node: charge(3, 'CAPTURED', { reference: 'order-1' }) })
  })

  test('inside of lists, with aliases and arguments', () => {
    const cache = new PerennialCache()
    const query = gql`
      query ($n: Int) { agreements { nodes { id version list: charges(first: $n) { nodes { id version state: status } } } } }
    `
    const written = (version: number, status: string) => ({
      agreements: {
        __typename: 'AgreementConnection',
        nodes: [
          {
            ...{ __typename: 'Agreement', id: 'agr_1', version: 1 },
            list: {
              __typename: 'ChargeConnection',
              nodes: [{ __typename: 'Charge', id: 'chg_1', version, state: status }],
            },
          },
        ],
      },
    })
    cache.writeQuery({ query, variables: { n: 1 }, data: written(3, 'CAPTURED') })
    cache.writeQuery({ query, variables: { n: 1 }, data: written(2, 'AUTHORIZED') })
    expect(cache.readQuery({ query, variables: { n: 1 } })).toMatchObject(written(3, 'CAPTURED'))
  })
})

describe('money', () => {
  const whole = gql`query { charge(id: "chg_1") { id amount { value currency decimal } } }`
  const value = gql`query { charge(id: "chg_1") { id amount { value currency } } }`
  const of = (amount: object) => ({
    charge: { __typename: 'Charge', id: 'chg_1', amount: { __typename: 'Money', ...amount } },
  })

  test('the digits of one response never get the decimals of another', () => {
    const cache = new PerennialCache()
    cache.writeQuery({ query: whole, data: of({ value: '100', currency: 'USD', decimal: '1.00' }) })
    cache.writeQuery({ query: value, data: of({ value: '200', currency: 'USD' }) })
    expect(cache.readQuery({ query: whole })).toBeNull()
    expect(cache.readQuery({ query: value })).toEqual(of({ value: '200', currency: 'USD' }))
  })

  test('the same amount keeps what a response does not select', () => {
    const cache = new PerennialCache()
    cache.writeQuery({ query: whole, data: of({ value: '100', currency: 'USD', decimal: '1.00' }) })
    cache.writeQuery({ query: value, data: of({ value: '100', currency: 'USD' }) })
    expect(cache.readQuery({ query: whole })).toEqual(of({ value: '100', currency: 'USD', decimal: '1.00' }))
  })
})

describe.each(['nodes { id }', 'edges { cursor node { id } }'])('pages with %s', selection => {
  const query = gql`
    query ($first: Int, $after: String, $filter: ChargeFilter) {
      charges(first: $first, after: $after, filter: $filter) { pageInfo { hasNextPage endCursor } ${selection} }
    }
  `
  const ids = (cache: PerennialCache, filter?: object) => {
    const data = cache.readQuery<{ charges: { nodes?: { id: string }[]; edges?: { node: { id: string } }[] } }>({
      query,
      variables: { filter },
    })
    return data?.charges.nodes?.map(({ id }) => id) ?? data?.charges.edges?.map(({ node }) => node.id)
  }
  const write = (cache: PerennialCache, after: string | null, names: string[], filter?: object) => {
    const nodes = names.map(id => ({ __typename: 'Charge', id }))
    const list = selection.startsWith('nodes')
      ? { nodes }
      : { edges: nodes.map(node => ({ __typename: 'ChargeEdge', cursor: `c-${node.id}`, node })) }
    const endCursor = `c-${names.at(-1)}`
    const pageInfo = { __typename: 'PageInfo', hasNextPage: true, endCursor }
    cache.writeQuery({
      ...{ query, variables: { first: names.length, after, filter } },
      data: { charges: { __typename: 'ChargeConnection', pageInfo, ...list } },
    })
  }

  test('become one list; the same page again changes nothing; the first page begins again', () => {
    const cache = new PerennialCache()
    write(cache, null, ['a', 'b'])
    write(cache, 'c-b', ['c', 'd'])
    write(cache, 'c-d', ['e'])
    expect(ids(cache)).toEqual(['a', 'b', 'c', 'd', 'e'])
    write(cache, 'c-b', ['c', 'd'])
    expect(ids(cache)).toEqual(['a', 'b', 'c', 'd'])
    write(cache, null, ['new', 'a'])
    expect(ids(cache)).toEqual(['new', 'a'])
  })

  test('of another filter are another list', () => {
    const cache = new PerennialCache()
    const filter = { statuses: ['CAPTURED'] }
    write(cache, null, ['a', 'b'])
    write(cache, null, ['b'], filter)
    expect([ids(cache), ids(cache, filter)]).toEqual([['a', 'b'], ['b']])
  })
})
