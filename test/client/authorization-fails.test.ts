import { test as testOne } from 'vitest'
import { PerennialError } from '../../src/client/index.ts'
import { KEY } from '../http/support/small-server.ts'
import { until } from '../support/until.ts'

import { follow, heartbeat, LONG_MS, NO_CONNECTION, startWorld } from './support/silent-world.ts'

const test = testOne.concurrent

test.for([
  ['never settles', () => new Promise<string>(() => {}), heartbeat, NO_CONNECTION],
  [
    'throws',
    () => Promise.reject(new TypeError('fetch failed')),
    { connectWithinMs: LONG_MS },
    'closed: 4499 authorization: TypeError: fetch failed',
  ],
] as const)('watch outlives an authorization that %s', async ([_how, fail, times, reason], context) => {
  const { expect } = context
  const { emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1']) emit(cursor)
  let calls = 0
  const authorization = async () => {
    calls += 1
    return calls === 1 ? fail() : KEY
  }
  const { seen, reasons } = follow(client({ authorization, heartbeat: times }))
  await until('the event', () => seen.length > 0)
  expect([seen, reasons[0]]).toEqual([['c1'], reason])
})

test('an authorization that fails late does not end the next connection', async context => {
  const { expect } = context
  const { emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1']) emit(cursor)
  let failFirst = (_error: Error) => {}
  let calls = 0
  const authorization = () => {
    calls += 1
    return calls === 1 ? new Promise<string>((_resolve, reject) => (failFirst = reject)) : KEY
  }
  const { seen, reasons } = follow(client({ authorization, heartbeat: { connectWithinMs: 200 } }))
  await until('the event', () => seen.length > 0)
  const before = reasons.length
  failFirst(new Error('too late'))
  emit('c2')
  await until('the next event', () => seen.length > 1)
  expect(seen).toEqual(['c1', 'c2'])
  expect(reasons).toHaveLength(before)
})

test('a PerennialError from authorization ends a watch, and a request', async context => {
  const { expect } = context
  const { client, asked } = await startWorld(context)
  let calls = 0
  const refusal = new PerennialError('Sign in again.', 'UNAUTHENTICATED')
  const refused = client({
    heartbeat: {},
    authorization() {
      calls += 1
      throw refusal
    },
  })
  await expect(follow(refused).ended).rejects.toBe(refusal)
  await expect(refused.request('{ ok }', {})).rejects.toBe(refusal)
  expect([calls, asked()]).toEqual([2, 0])
})
