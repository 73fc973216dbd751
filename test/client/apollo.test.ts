import { ApolloClient, gql, type TypedDocumentNode } from '@apollo/client'
import { HttpLink } from '@apollo/client/link/http'
import { RetryLink } from '@apollo/client/link/retry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PerennialCache, PerennialLink, retrySettings } from '../../src/client/apollo/index.ts'
import {
  CHANGED,
  CHARGE,
  type ChangedData,
  type ChargeData,
  CREATE,
  type CreateData,
  outlivesOutage,
} from './support/outage-scenario.ts'
import { type RestartableGateway, startRestartableGateway } from './support/restartable-gateway.ts'

const documents = {
  changed: gql(CHANGED) as TypedDocumentNode<ChangedData>,
  create: gql(CREATE) as TypedDocumentNode<CreateData>,
  charge: gql(CHARGE) as TypedDocumentNode<ChargeData>,
}

describe('through an outage of the gateway', () => {
  let gateway: RestartableGateway
  beforeAll(async () => {
    gateway = await startRestartableGateway()
  })
  afterAll(() => gateway.close())

  test('Apollo Client loses no event and executes a mutation once', async () => {
    await outlivesOutage(gateway, (client, onState) => {
      const apollo = new ApolloClient({ link: new PerennialLink(client, { onState }), cache: new PerennialCache() })
      const some = <Data>(data: Data | undefined): Data => {
        if (data === undefined) throw new Error('no data')
        return data
      }
      return {
        subscribe(variables, onData) {
          const changes = apollo.subscribe({ query: documents.changed, variables })
          const subscription = changes.subscribe(({ data }) => onData(some(data)))
          return () => subscription.unsubscribe()
        },
        create: async variables => some((await apollo.mutate({ mutation: documents.create, variables })).data),
        charge: async variables => some((await apollo.query({ query: documents.charge, variables })).data),
      }
    })
  })

  test('with an HttpLink of one’s own and the retry settings, a mutation with its key is executed once', async () => {
    const agreementId = await gateway.agreement()
    const http = new HttpLink({ uri: gateway.graphqlUrl, headers: { authorization: `Bearer ${gateway.key}` } })
    const apollo = new ApolloClient({ link: new RetryLink(retrySettings).concat(http), cache: new PerennialCache() })
    const input = { agreementId, amount: { value: '100', currency: 'USD' } }
    const results: Promise<unknown>[] = []
    await gateway.outage(() => {
      const create = (given: object) => apollo.mutate({ mutation: documents.create, variables: { input: given } })
      results.push(create({ ...input, idempotencyKey: 'apollo' }), create(input).catch(String))
    })
    expect(await results[0]).toMatchObject({ data: { chargeCreate: { charge: { status: 'CAPTURED' } } } })
    expect(await results[1]).toMatch(/fetch failed/) // without a key it is not sent again
    expect(await gateway.captured(agreementId)).toEqual([100])
  })
})
