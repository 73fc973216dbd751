import { cacheExchange } from '@urql/exchange-graphcache'
import { relayPagination } from '@urql/exchange-graphcache/extras'
import { Client, type OperationResult } from 'urql'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { cacheKeys, cacheResolvers, perennialExchange, possibleTypes } from '../../src/client/urql/index.ts'
import { CHANGED, CHARGE, type ChangedData, CREATE, clientOf, outlivesOutage } from './support/outage-scenario.ts'
import { type RestartableGateway, startRestartableGateway } from './support/restartable-gateway.ts'

let gateway: RestartableGateway
beforeAll(async () => {
  gateway = await startRestartableGateway()
})
afterAll(() => gateway.close())
/** The cache warns of types that it does not know, and of members of a union that have not all fields: that is harmless. */
const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => {
  const messages = warnings.mock.calls.map(String)
  expect(messages.filter(message => !message.startsWith('Invalid undefined: The field at `'))).toEqual([])
})
afterAll(() => warnings.mockRestore())

const cache = () => cacheExchange({ possibleTypes, keys: cacheKeys, resolvers: cacheResolvers(relayPagination) })
const dataOf = <Data>({ data, error }: OperationResult<Data>): Data => {
  if (error || data === undefined) throw error ?? new Error('no data')
  return data
}

test('urql loses no event and executes a mutation once through an outage of the gateway', async () => {
  await outlivesOutage(gateway, (client, onState) => {
    const url = gateway.graphqlUrl
    const urql = new Client({
      url,
      preferGetMethod: false,
      exchanges: [cache(), perennialExchange(client, { onState })],
    })
    return {
      subscribe(variables, onData) {
        const results = urql.subscription<ChangedData>(CHANGED, variables)
        return results.subscribe(result => onData(dataOf(result))).unsubscribe
      },
      create: async variables => dataOf(await urql.mutation(CREATE, variables).toPromise()),
      charge: async variables => dataOf(await urql.query(CHARGE, variables).toPromise()),
    }
  })
})

test('its cache knows which types have no id, and joins pages', async () => {
  const client = clientOf(gateway)
  const exchanges = [cache(), perennialExchange(client)]
  const urql = new Client({ url: gateway.graphqlUrl, preferGetMethod: false, exchanges })
  const agreementId = await gateway.agreement()
  const made: string[] = []
  for (const value of ['100', '200', '300']) made.unshift(await gateway.charge(agreementId, value))
  const query = `query ($after: String, $filter: ChargeFilter) {
    charges(first: 2, after: $after, filter: $filter) {
      pageInfo { hasNextPage endCursor }
      nodes { id amount { value currency } authenticationMethods { type } failure { code } timeline { type } }
    }
  }`
  type Data = { charges: { pageInfo: { endCursor: string }; nodes: { id: string }[] } }
  const read = async (after?: string) => {
    const variables = { filter: { agreementId }, ...(after && { after }) }
    return dataOf<Data>(await urql.query(query, variables).toPromise()).charges
  }
  const first = await read()
  expect(first.nodes.map(({ id }) => id)).toEqual(made.slice(0, 2))
  expect((await read(first.pageInfo.endCursor)).nodes.map(({ id }) => id)).toEqual(made)
  await client.close()
})
