import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Inferences } from '../../../src/sandbox/ppro/inferences.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import type { Ledger } from '../../../src/sandbox/simulator.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export const API_KEY = 'key_sandbox_test'
export const MERCHANT_ID = 'merch_000000000000000000001'
export const WEBHOOK_SECRET = 'local-test-secret'
export const RETURN_URL = 'https://shop.example/return?order=1'

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted on as the JSON they are
export type Json = any

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Json }

type CallOptions = { readonly key?: string; readonly headers?: Record<string, string | null>; readonly raw?: string }

export type TestSandbox = {
  readonly url: string
  readonly dataDir: string
  readonly receiver: Receiver
  /** A call to PPRO's API below /ppro; a header that is null is left out. */
  post(path: string, body: unknown, options?: CallOptions): Promise<Reply>
  get(path: string, options?: CallOptions): Promise<Reply>
  control(path: string, body?: unknown): Promise<Reply>
  ledger(): Promise<Ledger>
  /** Waits for webhooks in flight, then moves the clock by this many milliseconds. */
  advance(byMs: number): Promise<void>
  now(): Promise<number>
  decide(requestUrl: string, decision: string): Promise<Reply>
  /** Stops it and starts another on the same folder. */
  restart(): Promise<void>
}

/** A sandbox with a folder and a webhook receiver of its own; all of it is deleted after the test. */
export async function startTestSandbox(inferences: Partial<Inferences> = {}): Promise<TestSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'perennial-sandbox-'))
  const receiver = await startReceiver()
  const start = () =>
    startSandbox({
      host: '127.0.0.1',
      port: 0,
      dataDir,
      ppro: {
        apiKey: API_KEY,
        merchantId: MERCHANT_ID,
        webhookSecret: WEBHOOK_SECRET,
        webhookUrl: receiver.url,
        inferences,
      },
    })
  let sandbox: Sandbox = await start()
  onTestFinished(async () => {
    await sandbox.close()
    await receiver.close()
    await rm(dataDir, { recursive: true })
  })

  const api = (method: string, path: string, body: string | null, { key, headers }: CallOptions = {}) =>
    call(`${sandbox.url}/ppro${path}`, {
      method,
      body,
      headers: withoutNulls({
        authorization: `Bearer ${API_KEY}`,
        'merchant-id': MERCHANT_ID,
        'content-type': body === null ? null : 'application/json',
        'request-idempotency-key': key ?? null,
        ...headers,
      }),
    })
  const control = (path: string, body?: unknown) =>
    call(`${sandbox.url}/control${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      body: body === undefined ? null : JSON.stringify(body),
    })
  const now = async () => Date.parse((await control('/clock')).body.now)

  return {
    get url() {
      return sandbox.url
    },
    dataDir,
    receiver,
    post: (path, body, options) => api('POST', path, options?.raw ?? JSON.stringify(body), options),
    get: (path, options) => api('GET', path, null, options),
    control,
    ledger: async () => (await control('/ledger')).body,
    now,
    advance: async byMs => {
      const to = new Date((await now()) + byMs).toISOString()
      const { status, text } = await control('/clock', { to })
      if (status !== 200) throw new Error(`the clock was not set: ${text}`)
    },
    decide: (requestUrl, decision) =>
      call(requestUrl, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' }),
    restart: async () => {
      await sandbox.close()
      sandbox = await start()
    },
  }
}

export async function call(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  return { status: response.status, headers: response.headers, text, body: isJson ? parse(text) : undefined }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function withoutNulls(headers: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null))
}
