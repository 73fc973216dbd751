import { expect, it } from 'vitest'
import { startTestSandbox } from '../support/sandbox.ts'

const headers = { 'content-type': 'application/json' }

type From = 'own' | 'localhost' | Readonly<Record<string, string>>

it.each<readonly [what: string, from: From, status: number]>([
  ['a program', {}, 200],
  ['a page of the sandbox', 'own', 200],
  ['a page of the sandbox by its other name', 'localhost', 200],
  ['a page of another site', { origin: 'https://evil.example' }, 403],
  ['another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['a frame without an origin', { origin: 'null' }, 403],
  ['a request without an origin that a page of another site caused', { 'sec-fetch-site': 'cross-site' }, 403],
  ['an address that was typed', { 'sec-fetch-site': 'none' }, 200],
])('the control calls from %s', async (_what, from, status) => {
  const sandbox = await startTestSandbox()
  const { port } = new URL(sandbox.url)
  const origins = { own: sandbox.url, localhost: `http://localhost:${port}` }
  const sender = typeof from === 'string' ? { origin: origins[from] } : from
  const limits = JSON.stringify({ provider: 'PPRO', perSecond: 1 })
  const set = await fetch(`${sandbox.url}/control/limits`, {
    method: 'POST',
    headers: { ...headers, ...sender },
    body: limits,
  })
  const read = await fetch(`${sandbox.url}/control/ledger`, { headers: sender })
  expect([set.status, read.status]).toEqual([status, status])
  if (status === 403)
    expect(await set.json()).toEqual({
      issues: [{ path: [], message: 'Pages of another origin must not use the control calls' }],
    })
  else expect(await set.json()).toEqual({ provider: 'PPRO', perSecond: 1 })
})

it('every answer has the headers that keep a browser safe', async () => {
  const sandbox = await startTestSandbox()
  for (const path of ['/', '/control/ledger', '/control/nothing', '/ppro/v1/nothing', '/nothing']) {
    const { headers: got } = await fetch(`${sandbox.url}${path}`)
    const names = ['cache-control', 'referrer-policy', 'x-content-type-options']
    expect(names.map(name => got.get(name))).toEqual(['no-store', 'no-referrer', 'nosniff'])
    expect(got.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  }
})
