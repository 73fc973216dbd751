import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulatorControl } from '../../../src/app/sandbox/simulator-control.ts'
import { post } from '../../http/support/small-server.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

// The console's sandbox tools script the simulators through the gateway, which checks who asks.

let gateway: Gateway
let areSimulatorsUp = true
const calls: string[] = []
beforeAll(async () => {
  gateway = await startGateway(
    {},
    {
      controlSimulators: async (call, body) => {
        calls.push(call)
        if (!areSimulatorsUp) throw new Error('connection refused')
        return createSimulatorControl(gateway.sandbox.url)(call, body)
      },
    },
  )
})
afterAll(() => gateway.close())

type Headers = Readonly<Record<string, string | undefined>>
const ownPage = (): Headers => ({
  authorization: undefined,
  origin: gateway.url,
  'sec-fetch-site': 'same-origin',
  'x-perennial-console': '1',
})

/** The cookie of somebody who signed in with a key that has these scopes. */
async function cookieWith(...scopes: Gateway['caller']['scopes']): Promise<string> {
  const credential = await gateway.keyFor({ ...gateway.caller, scopes })
  const response = await post(`${gateway.url}/console/session`, { credential }, ownPage())
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const outcomes = { provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] }
const control = (call: string, headers: Headers, body: object = outcomes) =>
  post(`${gateway.url}/console/sandbox/${call}`, body, { ...ownPage(), ...headers })

test('a session with the scope manage scripts an outcome, and hears what is wrong with one', async () => {
  const cookie = await cookieWith('manage')
  const set = await control('outcomes', { cookie })
  expect([set.status, await set.json()]).toEqual([200, outcomes])
  const refused = await control('outcomes', { cookie }, { ...outcomes, outcomes: ['NO_SUCH_OUTCOME'] })
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { issues: [{ path: ['outcomes', 0], message: '"NO_SUCH_OUTCOME" is not an outcome of a charge' }] },
  ])
  expect((await control('reset', { cookie }, {})).status).toBe(200)
})

test.each<[string, () => Promise<Headers>]>([
  ['without a session', async () => ({})],
  ['with a key instead of a session', async () => ({ authorization: `Bearer ${gateway.apiKey}` })],
  ['without the scope manage', async () => ({ cookie: await cookieWith('read', 'charge', 'refund') })],
  [
    'from a page of another origin',
    async () => ({
      cookie: await cookieWith('manage'),
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    }),
  ],
  [
    'from a page without the header',
    async () => ({ cookie: await cookieWith('manage'), 'x-perennial-console': undefined }),
  ],
])('%s: refused, and the simulators hear nothing', async (_who, headers) => {
  calls.length = 0
  const response = await control('faults', await headers(), { rates: { dropWebhook: 1 } })
  expect([response.status, calls]).toEqual([403, []])
})

test('a call that the console does not offer: nothing is there', async () => {
  const cookie = await cookieWith('manage')
  calls.length = 0
  for (const call of ['clock', 'accounts', 'limits', 'reset/x'])
    expect((await control(call, { cookie })).status).toBe(404)
  expect(calls).toEqual([])
})

test('simulators that do not answer: try again later', async () => {
  const cookie = await cookieWith('manage')
  areSimulatorsUp = false
  const response = await control('reset', { cookie }, {})
  areSimulatorsUp = true
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
})
