import { afterEach, expect, test } from 'vitest'
import type { BrowserVisit } from '../../../src/operations/hosted-page/authentication-return.ts'
import { type SmallServer, startSmallServer } from '../support/small-server.ts'

const servers: SmallServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function comesBack(path: string, init: RequestInit = {}) {
  const visits: BrowserVisit[] = []
  const server = await startSmallServer({
    sdl: 'type Query { unused: Int }',
    ports: {
      returnFromAuthentication: async visit => {
        visits.push(visit)
        return { redirectTo: 'https://shop.example/thanks' }
      },
    },
  })
  servers.push(server)
  const response = await fetch(`${server.url}/authenticate/return/${path}`, { redirect: 'manual', ...init })
  return { visits, status: response.status, location: response.headers.get('location') }
}

test('by GET, with a query decoded once', async () => {
  const came = await comesBack('known?3ds_url=a%3Fb%3Dc&customer_name=O%26%2339%3BNeil+Ada&empty=')
  expect(came).toEqual({
    status: 303,
    location: 'https://shop.example/thanks',
    visits: [
      {
        token: 'known',
        parameters: { '3ds_url': 'a?b=c', customer_name: 'O&#39;Neil Ada', empty: '' },
        ip: '127.0.0.1',
      },
    ],
  })
})

test('by POST, with a form', async () => {
  const body = new URLSearchParams({ status: '18', token_name: 'tok' })
  const came = await comesBack('known?ignored=1', { method: 'POST', body })
  expect(came).toEqual({
    status: 303,
    location: 'https://shop.example/thanks',
    visits: [{ token: 'known', parameters: { status: '18', token_name: 'tok' }, ip: '127.0.0.1' }],
  })
})

test('a form above the size limit is not read', async () => {
  const came = await comesBack('known', { method: 'POST', body: new URLSearchParams({ x: 'y'.repeat(70_000) }) })
  expect(came).toEqual({ status: 400, location: null, visits: [] })
})

test.each([
  ['a query', `known?${'a&'.repeat(257)}`, {}],
  ['a form', 'known', { method: 'POST', body: new URLSearchParams('a=&'.repeat(257)) }],
])('%s of more than 256 parameters is not read', async (_name, path, init) => {
  expect(await comesBack(path, init)).toEqual({ status: 400, location: null, visits: [] })
})

test('HEAD changes nothing', async () => {
  const { visits } = await comesBack('known?status=18', { method: 'HEAD' })
  expect(visits).toEqual([{ token: 'known', parameters: null, ip: '127.0.0.1' }])
})
