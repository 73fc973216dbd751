import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DEFAULT_APS_ACCOUNT } from '../../src/sandbox/aps/account.ts'
import { apsSignature } from '../../src/sandbox/aps/api/signatures.ts'
import { startReceiver } from './support/receiver.ts'
import { call, type Json } from './support/sandbox.ts'

const MAIN = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url))
const HEADERS = {
  authorization: 'Bearer key_sandbox_perennial',
  'merchant-id': 'merch_perennialsandbox0001',
  'content-type': 'application/json',
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'perennial-sandbox-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

type Environment = Record<string, string>

function start(environment: Environment, withIpc = false): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', SANDBOX_PORT: '0', ...environment }
  const child = withIpc
    ? fork(MAIN, { env, silent: true, execArgv: [] })
    : spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return child
}

async function urlOf(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return JSON.parse(String(chunk)).url
  throw new Error('it never listened')
}

async function textOf(stream: ChildProcess['stderr']): Promise<string> {
  let text = ''
  for await (const chunk of stream ?? []) text += chunk
  return text
}

const post = (url: string, body: Json) => call(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) })

describe('the sandbox program', () => {
  it('loses nothing with kill -9: ledger, keys, timers, webhooks and clock', async () => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    receiver.answerWith(500)
    const environment = { DATA_DIR: temporaryDirectory(), SANDBOX_PPRO_WEBHOOK_URL: receiver.url }
    const first = start(environment)
    const firstUrl = await urlOf(first)
    const agreement = await post(`${firstUrl}/ppro/v1/payment-agreements`, {
      paymentMethod: 'SEPA_DIRECT_DEBIT',
      consumer: { country: 'DE' },
    })
    await post(`${firstUrl}/control/clock`, { to: new Date(Date.now() + 86_400_000).toISOString() })
    const path = `/ppro/v1/payment-agreements/${agreement.body.id}/payment-charges`
    const charge = await call(`${firstUrl}${path}`, {
      method: 'POST',
      headers: { ...HEADERS, 'request-idempotency-key': 'k' },
      body: '{"amount":{"value":1000,"currency":"EUR"}}',
    })
    expect(charge.body.status).toBe('AUTHORIZATION_ASYNC')
    first.kill('SIGKILL')
    await once(first, 'exit')

    receiver.answerWith(204)
    const second = start(environment)
    const url = await urlOf(second)
    const replay = await call(`${url}${path}`, {
      method: 'POST',
      headers: { ...HEADERS, 'request-idempotency-key': 'k' },
      body: '{"amount":{"value":1000,"currency":"EUR"}}',
    })
    expect([replay.text, replay.headers.get('request-idempotency')]).toEqual([charge.text, 'true'])
    const { now } = (await call(`${url}/control/clock`, {})).body
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000)
    await post(`${url}/control/clock`, { to: new Date(Date.parse(now) + 4 * 86_400_000).toISOString() })
    const ledger = (await call(`${url}/control/ledger`, {})).body
    expect(ledger.charges).toMatchObject([{ id: charge.body.id, status: 'CAPTURED', captured: 1000 }])
    expect(ledger.webhooks.map(({ type }: Json) => type)).toEqual([
      'PAYMENT_AGREEMENT_CREATED',
      'PAYMENT_AGREEMENT_ACTIVE',
      'PAYMENT_CHARGE_CREATED',
      'PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING',
      'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED',
      'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
    ])
    expect(ledger.webhooks.every(({ delivered }: Json) => delivered)).toBe(true)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('exits with 0 on %s', async signal => {
    const child = start({ DATA_DIR: temporaryDirectory() })
    await urlOf(child)
    const exit = once(child, 'exit')
    child.kill(signal)
    expect(await exit).toEqual([0, null])
  })

  it('exits when its parent is gone', async () => {
    const child = start({ DATA_DIR: temporaryDirectory() }, true)
    await urlOf(child)
    const exit = once(child, 'exit')
    child.disconnect()
    expect(await exit).toEqual([0, null])
  })

  it('reports in one sentence that its port is in use, and changes no file', async () => {
    const blocker = createServer()
    await new Promise<void>(resolve => blocker.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => new Promise<void>(resolve => blocker.close(() => resolve())))
    const { port } = blocker.address() as AddressInfo
    const child = start({ DATA_DIR: '/nonexistent/never', SANDBOX_PORT: String(port) })
    const [text, exit] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
    expect(text).toBe(`The sandbox cannot start: port ${port} is in use; set SANDBOX_PORT to another.\n`)
    expect(exit).toEqual([1, null])
  })

  it.each([
    ['the documented account of APS', {}, DEFAULT_APS_ACCOUNT],
    [
      'the account of APS that it is given',
      {
        SANDBOX_APS_ACCESS_CODE: 'ownaccess',
        SANDBOX_APS_MERCHANT_IDENTIFIER: 'ownmerchant',
        SANDBOX_APS_SHA_REQUEST_PHRASE: 'own-request',
        SANDBOX_APS_SHA_RESPONSE_PHRASE: 'own-response',
        SANDBOX_APS_SHA_TYPE: 'HMAC-512',
      },
      {
        accessCode: 'ownaccess',
        merchantIdentifier: 'ownmerchant',
        shaRequestPhrase: 'own-request',
        shaResponsePhrase: 'own-response',
        shaType: 'HMAC-512',
      },
    ],
  ] as const)('has %s', async (_, environment, account) => {
    const url = await urlOf(start({ DATA_DIR: temporaryDirectory(), ...environment }))
    const query = {
      query_command: 'CHECK_STATUS',
      access_code: account.accessCode,
      merchant_identifier: account.merchantIdentifier,
      merchant_reference: 'r',
      language: 'en',
    }
    const { shaType, shaRequestPhrase, shaResponsePhrase } = account
    const signature = apsSignature(query, { phrase: shaRequestPhrase, shaType })
    const { body } = await post(`${url}/aps/FortAPI/paymentApi`, { ...query, signature })
    expect(body.response_code).toBe('12036')
    expect(body.signature).toBe(apsSignature(body, { phrase: shaResponsePhrase, shaType }))
  })

  it('sends the feedback of APS to SANDBOX_APS_WEBHOOK_URL', async () => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    const environment = { DATA_DIR: temporaryDirectory(), SANDBOX_APS_WEBHOOK_URL: receiver.url }
    const url = await urlOf(start(environment))
    const { accessCode, merchantIdentifier, shaRequestPhrase, shaType } = DEFAULT_APS_ACCOUNT
    const purchase = {
      command: 'PURCHASE',
      access_code: accessCode,
      merchant_identifier: merchantIdentifier,
      merchant_reference: 'r',
      language: 'en',
      amount: '100',
      currency: 'USD',
      customer_email: 'a@b.example',
      customer_ip: '192.0.2.1',
      token_name: 'nobody',
    }
    const signature = apsSignature(purchase, { phrase: shaRequestPhrase, shaType })
    expect((await post(`${url}/aps/FortAPI/paymentApi`, { ...purchase, signature })).body.response_code).toBe('13044')
    await expect.poll(() => receiver.received.map(({ raw }) => JSON.parse(raw).response_code)).toEqual(['13044'])
  })

  it('names every bad variable and no value', async () => {
    const bad = { SANDBOX_PPRO_WEBHOOK_URL: 'ftp://secret', SANDBOX_APS_SHA_TYPE: 'SHA-secret' }
    const child = start({ SANDBOX_PORT: 'many', ...bad })
    const [text, exit] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
    expect(text).toMatch(
      /^The sandbox cannot start: SANDBOX_PORT: .*; SANDBOX_PPRO_WEBHOOK_URL: .*; SANDBOX_APS_SHA_TYPE: .*\n$/,
    )
    expect(text).not.toContain('secret')
    expect(exit).toEqual([1, null])
  })
})
