import { afterEach, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { authenticate } from './support.ts'

let server: SmallServer
let running: Record<'held' | 'act', number>
let mayEnd: PromiseWithResolvers<void>
afterEach(async () => {
  mayEnd.resolve()
  await server.stop()
})

const start = async (atOnce: number, others: { mostWaiting: number; waitMs?: number }) => {
  const quotas = { queriesAtOnce: atOnce, mutationsAtOnce: atOnce, ...others }
  running = { held: 0, act: 0 }
  mayEnd = Promise.withResolvers()
  const hold = (name: 'held' | 'act') => async () => {
    running[name] += 1
    await mayEnd.promise
    return name
  }
  server = await startSmallServer({
    sdl: 'type Query { held: String hello: String } type Mutation { act: String }',
    resolvers: { Query: { held: hold('held'), hello: () => 'hello' }, Mutation: { act: hold('act') } },
    ports: { authenticate },
    quotas,
  })
}
const ask = async (key: string, query: string) => {
  const response = await post(server.graphqlUrl, { query }, { authorization: `Bearer ${key}` })
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return [response.status, errors?.map(({ extensions }) => extensions.code)]
}
const ok = [200, undefined]
const refused = [429, ['RATE_LIMITED']]

test('as many operations of a merchant run at once as are allowed; further ones wait, and too many get 429', async () => {
  await start(2, { mostWaiting: 1 })
  const held = ['sk_a', 'sk_a2'].map(key => ask(key, '{ held }'))
  await until('two to run', () => running.held === 2)
  const waits = ask('sk_a', '{ hello }')
  // The one that waits and the one that is refused are told apart by which of them is answered.
  const another = ask('sk_a2', '{ hello }')
  expect(await Promise.race([waits, another])).toEqual(refused)
  expect(await ask('sk_b', '{ hello }')).toEqual(ok)
  mayEnd.resolve()
  expect(await Promise.all(held)).toEqual([ok, ok])
  expect([await waits, await another]).toContainEqual(ok)
})

test('one that waits too long gets 429, and was not executed', async () => {
  await start(1, { mostWaiting: 10, waitMs: 50 })
  const held = ask('sk_a', '{ held }')
  await until('it to run', () => running.held === 1)
  expect(await ask('sk_a', '{ held }')).toEqual(refused)
  mayEnd.resolve()
  expect(await held).toEqual(ok)
  expect(running.held).toBe(1)
})

test('queries do not wait for mutations, which wait for providers', async () => {
  await start(1, { mostWaiting: 0 })
  const acts = ask('sk_a', 'mutation { act }')
  await until('it to run', () => running.act === 1)
  expect(await ask('sk_a', 'mutation { act }')).toEqual(refused)
  expect(await ask('sk_a', '{ hello }')).toEqual(ok)
  mayEnd.resolve()
  expect([await acts, running.act]).toEqual([ok, 1])
})
