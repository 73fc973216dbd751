import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { ApsAccount, ShaType } from '../../../src/sandbox/aps/account.ts'
import { apsSignature, signedRequest } from '../../../src/sandbox/aps/api/signatures.ts'
import type { Inferences } from '../../../src/sandbox/aps/inferences.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import type { Ledger } from '../../../src/sandbox/simulator.ts'
import { call, type Json, type Reply } from '../support/sandbox.ts'

export const ACCESS_CODE = 'testaccess0000000001'
export const MERCHANT = 'testmerchant'
export const REQUEST_PHRASE = 'test-request-phrase'
export const RESPONSE_PHRASE = 'test-response-phrase'
export const RETURN_URL = 'https://shop.example/return?order=1'

export const VISA = '4005550000000001'
export const VISA_3DS = '4557012345678902'
export const AMEX = '345678901234564'
export const MADA = '5297412542005689'
export const MEEZA = '9818950527886700002'

export type Fields = Record<string, string>

type Feedback = { readonly headers: IncomingHttpHeaders; readonly raw: string; readonly fields: Fields }

export type ApsSandbox = {
  readonly url: string
  readonly dataDir: string
  readonly feedback: Feedback[]
  /** The responses to feedback from now on. */
  answerFeedbackWith(status: number | ((feedback: Feedback) => number | Promise<number>)): void
  /** Calls paymentApi with the account's own fields and a signature; an undefined field is left out. */
  api(fields: Json): Promise<Reply>
  /** Calls paymentApi with exactly this body. */
  raw(body: string, contentType?: string): Promise<Reply>
  /** Posts a signed form to paymentPage, with the fields of `unsigned`. */
  page(fields: Json, unsigned?: Fields): Promise<Reply>
  decide(url: string, decision: string): Promise<Reply>
  control(path: string, body?: unknown): Promise<Reply>
  ledger(): Promise<Ledger>
  advance(byMs: number): Promise<void>
  setWebhookUrl(url: string): void
  restart(): Promise<void>
}

type Settings = { readonly inferences?: Partial<Inferences>; readonly shaType?: ShaType }

/** A sandbox with a folder and a feedback receiver of its own; all of it is deleted after the test. */
export async function startApsSandbox(inferences: Partial<Inferences> = {}, { shaType = 'SHA-256' }: Settings = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'perennial-aps-'))
  const receiver = await startFeedbackReceiver()
  const account: ApsAccount = {
    accessCode: ACCESS_CODE,
    merchantIdentifier: MERCHANT,
    shaRequestPhrase: REQUEST_PHRASE,
    shaResponsePhrase: RESPONSE_PHRASE,
    shaType,
    webhookUrl: receiver.url,
  }
  const ppro = { apiKey: 'k', merchantId: 'm', webhookSecret: 's', webhookUrl: 'http://127.0.0.1:9' }
  const start = () => startSandbox({ host: '127.0.0.1', port: 0, dataDir, ppro, aps: { ...account, inferences } })
  let sandbox: Sandbox = await start()
  onTestFinished(async () => {
    await sandbox.close()
    await receiver.close()
    await rm(dataDir, { recursive: true })
  })
  const raw = (body: string, contentType = 'application/json; charset=utf-8') =>
    call(`${sandbox.url}/aps/FortAPI/paymentApi`, { method: 'POST', headers: { 'content-type': contentType }, body })
  const control = (path: string, body?: unknown) =>
    call(`${sandbox.url}/control${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      body: body === undefined ? null : JSON.stringify(body),
    })
  const postForm = (url: string, body: Fields) =>
    call(url, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' })
  const tested: ApsSandbox = {
    get url() {
      return sandbox.url
    },
    dataDir,
    feedback: receiver.feedback,
    answerFeedbackWith: receiver.answerWith,
    api: fields => raw(JSON.stringify(signedFields(fields, shaType))),
    raw,
    page: (fields, unsigned = {}) =>
      postForm(`${sandbox.url}/aps/FortAPI/paymentPage`, { ...signedFields(fields, shaType), ...unsigned }),
    decide: (url, decision) => postForm(url, { decision }),
    control,
    ledger: async () => (await control('/ledger')).body,
    advance: async byMs => {
      const to = new Date(Date.parse((await control('/clock')).body.now) + byMs).toISOString()
      const { status, text } = await control('/clock', { to })
      if (status !== 200) throw new Error(`the clock was not set: ${text}`)
    },
    setWebhookUrl: url => sandbox.setWebhookUrl('APS', url),
    restart: async () => {
      await sandbox.close()
      sandbox = await start()
    },
  }
  return tested
}

/** The account's own fields, the given ones, and the signature over both unless one is given. */
export function signedFields(fields: Json, shaType: ShaType = 'SHA-256'): Fields {
  const account = { access_code: ACCESS_CODE, merchant_identifier: MERCHANT, language: 'en' }
  const all = Object.entries({ ...account, ...fields }).filter(([, value]) => value !== undefined)
  const parameters: Json = Object.fromEntries(all)
  const signature = apsSignature(signedRequest(parameters), { phrase: REQUEST_PHRASE, shaType })
  return { signature, ...parameters }
}

/** Whether APS's signature covers exactly these fields. */
export function isSignedByAps(fields: Json, shaType: ShaType = 'SHA-256'): boolean {
  const { signature, ...rest } = fields
  return signature === apsSignature(rest, { phrase: RESPONSE_PHRASE, shaType })
}

async function startFeedbackReceiver() {
  const feedback: Feedback[] = []
  let decide: (feedback: Feedback) => number | Promise<number> = () => 200
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString('utf8')
    const fields = raw.startsWith('{') ? JSON.parse(raw) : Object.fromEntries(new URLSearchParams(raw))
    const received = { headers: request.headers, raw, fields }
    feedback.push(received)
    response.writeHead(await decide(received)).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/aps`,
    feedback,
    answerWith: (status: number | ((feedback: Feedback) => number | Promise<number>)) => {
      decide = typeof status === 'number' ? () => status : status
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let references = 0

export function newReference(prefix = 'order'): string {
  return `${prefix}-${++references}`
}

export const CARD = { expiry_date: '3012', card_security_code: '123', card_holder_name: 'Ada Lovelace' }

/** Returns from the card form with these fields. */
export async function tokenize(sandbox: ApsSandbox, number = VISA, card: Fields = {}): Promise<Fields> {
  const fields = {
    service_command: 'TOKENIZATION',
    merchant_reference: newReference('token'),
    return_url: RETURN_URL,
  }
  const security = number === AMEX ? { card_security_code: '1234' } : {}
  const reply = await sandbox.page(fields, { card_number: number, ...CARD, ...security, ...card })
  expect(reply.status).toBe(303)
  return returned(reply)
}

/** The fields that a browser brings back, without the return URL's own. */
export function returned(reply: Reply): Fields {
  const { order: _, ...fields } = Object.fromEntries(new URL(reply.headers.get('location') ?? '').searchParams)
  return fields
}

export const PAYMENT = {
  command: 'PURCHASE',
  amount: '1000',
  currency: 'USD',
  customer_email: 'ada@example.com',
  customer_ip: '192.0.2.1',
}

export async function pay(sandbox: ApsSandbox, fields: Json = {}): Promise<Json> {
  const { status, body } = await sandbox.api({ ...PAYMENT, merchant_reference: newReference(), ...fields })
  expect(status).toBe(200)
  return body
}

/** A customer's first payment with a new token of this card, completed if it asks for that. */
export async function payWithCard(sandbox: ApsSandbox, number = VISA, fields: Json = {}): Promise<Json> {
  const { token_name } = await tokenize(sandbox, number)
  const paid = await pay(sandbox, { token_name, return_url: RETURN_URL, ...fields })
  return paid['3ds_url'] === undefined ? paid : returned(await sandbox.decide(paid['3ds_url'], 'approve'))
}

export const RECURRING = { eci: 'RECURRING', customer_ip: undefined }

/** An operation on an order that was paid. */
export async function operate(sandbox: ApsSandbox, command: string, order: Json, fields: Json = {}): Promise<Json> {
  const money = command === 'VOID_AUTHORIZATION' ? {} : { amount: order.amount, currency: order.currency }
  const { body } = await sandbox.api({ command, merchant_reference: order.merchant_reference, ...money, ...fields })
  return body
}

export async function statusOf(sandbox: ApsSandbox, fields: Json): Promise<Json> {
  return (await sandbox.api({ query_command: 'CHECK_STATUS', ...fields })).body
}

/** The fields that the browser would post from a page: every hidden one, and the target. */
export function formOf(html: string): { action: string; hidden: Fields } {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const unescaped = (text = '') => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  const action = unescaped(/<form method="post" action="([^"]*)"/.exec(html)?.[1])
  return { action, hidden: Object.fromEntries(hidden.map(([, name, value]) => [unescaped(name), unescaped(value)])) }
}
