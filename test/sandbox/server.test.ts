import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mockAgreement } from './support/flows.ts'
import { call, startTestSandbox } from './support/sandbox.ts'

it('shows an index page with the control calls and links to the ledger, and loads nothing from other hosts', async () => {
  const sandbox = await startTestSandbox()
  const { status, headers, text } = await call(`${sandbox.url}/`, {})
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).toContain('href="/control/ledger"')
  for (const callName of ['faults', 'outcomes', 'agreements/{id}/revoke', 'limits', 'clock', 'reset']) {
    expect(text).toContain(`POST /control/${callName}`)
  }
  expect(text).not.toMatch(/(src|href)="(https?:)?\/\//)
  const rows = [...text.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
  )
  expect(rows).toContainEqual([
    ...['300002', 'INSUFFICIENT_FUNDS', '3,000.02 USD'],
    ...['charge, capture, refund, void', 'charge, capture, refund'],
  ])
  expect(rows).toContainEqual(['4557012345678902', 'Visa', '123', 'the bank asks: 3-D Secure'])
})

it('runs no script, and has no style but its own', async () => {
  const sandbox = await startTestSandbox()
  const { headers, text } = await call(`${sandbox.url}/`, {})
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ''
  expect(headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  )
  expect(text).not.toMatch(/<script| style=/)
})

it.each(['/nothing', '/pproximity', '/apse/FortAPI/paymentApi', '/aps/FortAPI/nothing'])(
  'has nothing at %s',
  async path => {
    const sandbox = await startTestSandbox()
    expect((await call(`${sandbox.url}${path}`, {})).status).toBe(404)
  },
)

it('returns the ledger of thousands of objects', async () => {
  const sandbox = await startTestSandbox()
  await sandbox.control('/limits', { provider: 'PPRO', perSecond: null })
  const { id } = await mockAgreement(sandbox)
  const body = { amount: { value: 1000, currency: 'USD' } }
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      Array.from({ length: 50 }, () => sandbox.post(`/v1/payment-agreements/${id}/payment-charges`, body)),
    )
  }
  await sandbox.advance(0)
  const { charges, webhooks } = await sandbox.ledger()
  expect([charges.length, webhooks.length]).toEqual([1_000, 3_002])
  expect(webhooks.every(({ delivered, attempts }) => delivered && attempts === 1)).toBe(true)
})

it('stores no card number in its files', async () => {
  const sandbox = await startTestSandbox()
  const details = { number: '4111111111111111', holderName: 'A', expiryMonth: '1', expiryYear: '30' }
  const card = { paymentMethod: 'CARD', instrument: { type: 'RAW_CARD', details } }
  await mockAgreement(sandbox, card)
  const directory = join(sandbox.dataDir, 'sandbox')
  const files = readdirSync(directory)
  expect(files.sort()).toEqual(['aps.jsonl', 'clock.jsonl', 'ppro.jsonl'])
  for (const file of files) expect(readFileSync(join(directory, file), 'utf8')).not.toContain(details.number)
})
