import { vi } from 'vitest'
import { type ClientOptions, createClient } from '../../../src/client/index.ts'

export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
export const away = (headers: Record<string, string> = {}) =>
  json(503, { errors: [{ message: 'away', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }, headers)
export const limited = () =>
  json(429, { errors: [{ message: 'too many', extensions: { code: 'RATE_LIMITED' } }] }, { 'retry-after': '1' })
export const lost = () => new TypeError('fetch failed')
export const cut = (text = '{"data":{"eventCur', status = 200) =>
  new Response(text, { status, headers: { 'content-type': 'application/json', 'x-request-id': 'r1' } })
export const never = () => new Promise<never>(() => {})

export const create = { input: { idempotencyKey: 'k', country: 'DE' } }

/** A client whose requests the test answers, with the requests so far and the signals that end them. */
export function clientOf(answers: (Response | Error | Promise<never>)[], options: Partial<ClientOptions> = {}) {
  const sent: unknown[] = []
  const signals: (AbortSignal | null | undefined)[] = []
  const client = createClient({
    url: 'http://gateway.invalid/graphql',
    authorization: () => `key-${sent.length}`,
    ...options,
    fetch: async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)))
      signals.push(init?.signal)
      const answer = answers.shift()
      if (answer === undefined) throw new Error('nothing more was to be sent')
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  return { client, sent, signals }
}

/** Settles it; the time that it waits for passes at once. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const settled = work()
  settled.catch(() => {})
  await vi.runAllTimersAsync()
  return settled
}
