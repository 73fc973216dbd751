import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../../src/providers/ppro/answers/answer.ts'
import type { Exchange } from '../../../../src/providers/shared/guarded-client.ts'
import {
  account,
  createAgreement,
  createCharge,
  operation,
  respond,
  revoke,
  translate,
} from '../../support/ppro-answers.ts'

const every = [createAgreement, createCharge, revoke, operation('capture'), operation('refund'), operation('void')]

describe('whatever was asked', () => {
  test.each(every)('$verb: what was never handed over is not sent, what was cut is unknown', request => {
    const of = (exchange: Exchange) => translateAnswer(account, request, exchange).answer
    expect(of({ kind: 'neverConnected', reason: 'no connection (ECONNREFUSED)', durationMs: 3 })).toEqual({
      outcome: 'notSent',
      call: { summary: 'not sent: no connection (ECONNREFUSED)', durationMs: 3 },
    })
    expect(of({ kind: 'heldBack', reason: 'circuit open', retryAfterMs: 900, durationMs: 0 })).toEqual({
      outcome: 'notSent',
      retryAfterMs: 900,
      call: { summary: 'not sent: circuit open', durationMs: 0 },
    })
    expect(of({ kind: 'lost', reason: 'timeout after 50 ms', durationMs: 50 })).toEqual({
      outcome: 'unknown',
      queryStatusNow: false,
      call: { summary: 'timeout after 50 ms', durationMs: 50 },
    })
  })

  const envelope = (status: number) => ({ status, failureMessage: 'No', timestamp: '2026-01-01T00:00:00.000Z' })

  test.each([400, 404, 405, 415, 422, 431])('HTTP %i: declined, to be fixed', status => {
    for (const request of every) {
      expect(translate(request, envelope(status), status).answer).toEqual({
        outcome: 'declined',
        failure: {
          kind: 'INVALID_REQUEST',
          code: 'INVALID_REQUEST',
          advice: 'FIX_REQUEST',
          message: `PPRO rejected the request (HTTP ${status}). Nothing was done.`,
          providerMessage: 'No',
          reachedIssuer: false,
        },
        call: { httpStatus: status, summary: `${status}, request refused`, durationMs: 12 },
      })
    }
  })

  test.each([401, 403])('HTTP %i: not sent, with a word for the operator', status => {
    for (const request of every) {
      const { answer, notes } = translate(request, { message: 'Unauthorized' }, status)
      expect(answer).toMatchObject({
        outcome: 'notSent',
        failure: { kind: 'PROVIDER_ERROR', code: 'PROVIDER_CREDENTIALS_REFUSED', advice: 'CONTACT_PROVIDER' },
      })
      expect(notes).toEqual([`credentials refused (${status})`])
    }
  })

  test('HTTP 429: not sent, and when to come again', () => {
    const exchange = { ...respond(429, envelope(429)), retryAfterMs: 200 } as Exchange
    expect(translateAnswer(account, createCharge, exchange).answer).toEqual({
      outcome: 'notSent',
      retryAfterMs: 200,
      call: { httpStatus: 429, summary: '429, rate limit', durationMs: 12 },
    })
  })

  test('HTTP 409: unknown, to be looked up at once', () => {
    for (const request of every) {
      expect(translate(request, envelope(409), 409).answer).toMatchObject({ outcome: 'unknown', queryStatusNow: true })
    }
  })

  test.each([100, 204, 302, 402, 406, 408, 410, 418, 425, 500, 502, 503, 504])('HTTP %i: unknown', status => {
    for (const request of every) {
      expect(translate(request, envelope(status), status).answer).toMatchObject({
        outcome: 'unknown',
        queryStatusNow: false,
      })
    }
  })

  test.each([
    ['nothing', ''],
    ['a page', '<html><body>OK</body></html>'],
    ['half of it', '{"id":"charge_1","status":"CAPTURED","authoriz'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"CAPTURED"'],
  ])('HTTP 200 with %s: unknown, and loud', (_name, text) => {
    for (const request of every) {
      const { answer, notes } = translate(request, text)
      expect(answer).toMatchObject({
        outcome: 'unknown',
        queryStatusNow: false,
        call: { summary: '200, unreadable answer' },
      })
      expect(notes).toEqual(['unreadable answer'])
    }
  })

  test('HTTP 200 with an object that says nothing: unknown, and loud', () => {
    for (const request of every) {
      const { answer, notes } = translate(request, {})
      expect(answer.outcome).toBe('unknown')
      expect(notes).toHaveLength(1)
    }
  })
})
