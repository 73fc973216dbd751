import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  AgreementRevokeDocument,
  ConsumerCreateDocument,
  EventCursorDocument,
  OutcomeUnknownError,
  payloadOf,
  RefusedError,
} from '../../src/client/index.ts'
import { away, clientOf, json, lost, withoutWaiting } from './support/answered-client.ts'

afterEach(() => void vi.useRealTimers())

describe('an idempotencyKey that the caller leaves out', () => {
  const KEY_FORM = /^[0-9a-f]{32}$/
  const created = () => json(200, { data: { consumerCreate: { __typename: 'ConsumerCreatePayload' } } })
  const inputOf = (request: unknown) =>
    (request as { variables: { input: { idempotencyKey: string } } }).variables.input

  test('is made, kept over all tries, and new for each call', async () => {
    const { client, sent } = clientOf([lost(), away(), created(), created()])
    const given = { input: { country: 'DE' } }
    await withoutWaiting(() => client.request(ConsumerCreateDocument, given))
    const [first, second, third] = sent.map(request => inputOf(request).idempotencyKey)
    expect([second, third]).toEqual([first, first])
    expect(first).toMatch(KEY_FORM)
    await client.request(ConsumerCreateDocument, given)
    expect(inputOf(sent[3]).idempotencyKey).toMatch(KEY_FORM)
    expect(inputOf(sent[3]).idempotencyKey).not.toBe(first)
    expect(given).toEqual({ input: { country: 'DE' } })
  })

  test('is in the error, so that the caller can send the same again', async () => {
    const { client, sent } = clientOf([lost(), lost(), lost(), lost(), created()])
    const error = await withoutWaiting(() =>
      client.request(ConsumerCreateDocument, { input: { country: 'DE' } }),
    ).catch((thrown: unknown) => thrown)
    if (!(error instanceof OutcomeUnknownError)) throw error
    expect(error).toMatchObject({ code: 'CONNECTION_LOST', message: 'fetch failed', cause: lost() })
    await client.request(ConsumerCreateDocument, error.variables as never)
    expect(sent[4]).toEqual(sent[0])
  })

  test('is not made for an input that takes none', async () => {
    const { client, sent } = clientOf([json(200, { data: { agreementRevoke: null } })])
    await client.request(AgreementRevokeDocument, { input: { agreementId: 'agr_1' } })
    expect(inputOf(sent[0])).toEqual({ agreementId: 'agr_1' })
  })
})

test('retryForMs: it is sent again until that time is over', async () => {
  const answers = Array.from({ length: 100 }, lost)
  const { client, sent } = clientOf(answers)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const answer = client.request(EventCursorDocument, {}, { retryForMs: 300_000 })
  answer.catch(() => {})
  await vi.advanceTimersByTimeAsync(290_000)
  // A pause is between 5 and 10 seconds in the end.
  expect(sent.length).toBeGreaterThan(29)
  answers.splice(0, answers.length, json(200, { data: { eventCursor: 'c' } }) as never)
  await vi.runAllTimersAsync()
  expect(await answer).toEqual({ eventCursor: 'c' })

  const failing = clientOf(Array.from({ length: 100 }, lost), { retryForMs: 60_000 })
  const began = performance.now()
  const failed = failing.client.request(EventCursorDocument, {})
  failed.catch(() => {})
  await vi.runAllTimersAsync()
  await expect(failed).rejects.toMatchObject({ name: 'PerennialError', code: 'CONNECTION_LOST' })
  expect(performance.now() - began).toBeLessThanOrEqual(60_000)
})

test('payloadOf returns the payload, and throws a refusal with its code', () => {
  const payload = { __typename: 'ConsumerCreatePayload', replayed: false } as const
  expect(payloadOf(payload)).toBe(payload)
  const refusal = { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'country: unknown', issues: [] }
  const thrown = (() => {
    try {
      return payloadOf(refusal)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toBeInstanceOf(RefusedError)
  expect(thrown).toMatchObject({ name: 'RefusedError', code: 'INVALID_INPUT', message: 'country: unknown', refusal })
  expect(() => payloadOf({ replayed: false })).toThrow('The result has no __typename')
  expect(() => payloadOf(null)).toThrow('The result has no __typename')
})
