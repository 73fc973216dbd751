import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  type ConcreteRequest,
  commitMutation,
  Environment,
  fetchQuery,
  type GraphQLTaggedNode,
  RecordSource,
  requestSubscription,
  Store,
} from 'relay-runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNetwork } from '../../src/client/relay/index.ts'
import {
  CHANGED,
  CHARGE,
  type ChangedData,
  type ChargeData,
  CREATE,
  type CreateData,
  clientOf,
  outlivesOutage,
} from './support/outage-scenario.ts'
import { type RestartableGateway, startRestartableGateway } from './support/restartable-gateway.ts'

const root = path.join(import.meta.dirname, '../..')

let gateway: RestartableGateway
let folder: string
beforeAll(async () => {
  await mkdir(path.join(root, 'build'), { recursive: true })
  folder = await mkdtemp(path.join(root, 'build/.relay-test-'))
  await compile(folder)
  gateway = await startRestartableGateway()
})
afterAll(async () => {
  await gateway.close()
  await rm(folder, { recursive: true, force: true })
})

/** A project as Relay's compiler reads it. Names of documents begin with that of their file. */
async function compile(project: string): Promise<void> {
  const named = [CHANGED, CREATE, CHARGE].map(text =>
    text.replace(
      /^(\w)(\w*) (\w+)/,
      (_all, first, rest, name) => `${first}${rest} page${name}${first.toUpperCase()}${rest}`,
    ),
  )
  const config = { src: '.', schema: 'schema.graphql', language: 'typescript', artifactDirectory: 'artifacts' }
  await mkdir(path.join(project, 'artifacts'))
  await writeFile(path.join(project, 'relay.config.json'), JSON.stringify({ ...config, eagerEsModules: true }))
  await writeFile(path.join(project, 'page.ts'), named.map(text => `graphql\`${text}\`\n`).join(''))
  await cp(path.join(root, 'schema/schema.graphql'), path.join(project, 'schema.graphql'))
  await promisify(execFile)(process.execPath, [createRequire(import.meta.url).resolve('relay-compiler/cli.js')], {
    cwd: project,
  })
}

const artifact = async (name: string) =>
  ((await import(path.join(folder, 'artifacts', `${name}.graphql.ts`))) as { default: ConcreteRequest }).default

test('Relay loses no event and executes a mutation once through an outage of the gateway', async () => {
  const changed = await artifact('pageChangedSubscription')
  const create = await artifact('pageCreateMutation')
  const charge = await artifact('pageChargeQuery')
  await outlivesOutage(gateway, (client, onState) => {
    const environment = new Environment({
      network: createNetwork(client, { onState }),
      store: new Store(new RecordSource()),
    })
    return {
      subscribe(variables, onData) {
        const config = { subscription: changed as GraphQLTaggedNode, variables }
        const onNext = (data: unknown) => onData(data as ChangedData)
        const { dispose } = requestSubscription(environment, { ...config, onNext })
        return dispose
      },
      create: variables =>
        new Promise<CreateData>((resolve, onError) => {
          const onCompleted = (data: unknown) => resolve(data as CreateData)
          commitMutation(environment, { mutation: create as GraphQLTaggedNode, variables, onCompleted, onError })
        }),
      charge: async variables =>
        (await fetchQuery(environment, charge as GraphQLTaggedNode, variables).toPromise()) as ChargeData,
    }
  })
})

test('a request without text says why it cannot be sent, and a refusal reaches the caller', async () => {
  const client = clientOf(gateway)
  const { execute } = createNetwork(client)
  const request = (await artifact('pageChargeQuery')).params
  const send = (text: string | null, id: string | null) =>
    execute({ ...request, text, id } as typeof request, { id: 'chg_1' }, {}).toPromise()
  await expect(send(null, 'hash')).rejects.toThrow('pageChargeQuery has no text')
  await expect(send('{ nothing }', null)).resolves.toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  })
  await client.close()
})
