import { describe, expect, test } from 'vitest'
import type { StatusQuery } from '../../../../src/providers/port/provider.ts'
import { queryStatus } from '../../../../src/providers/ppro/answers/status-query.ts'
import type { PproClient } from '../../../../src/providers/ppro/client.ts'
import type { Exchange } from '../../../../src/providers/shared/guarded-client.ts'
import { account } from '../../support/ppro-answers.ts'

type Scripted = readonly [path: string, status: number, body: unknown] | readonly [path: string, Exchange]

/** A client that returns the given responses for each path, in order, and records its requests. */
function scripted(answers: readonly Scripted[]) {
  const asked: string[] = []
  const get: PproClient['get'] = async path => {
    const [expected, second, body] = answers[asked.length] ?? []
    asked.push(path)
    if (expected !== path) throw new Error(`asked ${path}, not ${expected}`)
    if (typeof second === 'object') return second
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return { kind: 'response', status: second ?? 0, headers: {}, text, durationMs: 5 }
  }
  return { client: { get } as PproClient, asked }
}

async function ask(question: StatusQuery, answers: readonly Scripted[]) {
  const { client, asked } = scripted(answers)
  const { answer, notes } = await queryStatus(account, client, question, 1_000)
  expect(asked).toEqual(answers.map(([path]) => path))
  return { answer, notes }
}

const CHARGE = '/v1/payment-charges/charge_1'
const AGREEMENT = '/v1/payment-agreements/agr_1'
const SEARCH = '/v1/payment-charges?merchantPaymentChargeReference=att_1'
const notFound = { status: 404, failureMessage: 'Payment charge not found', timestamp: '2026-01-01T00:00:00.000Z' }

const charge = (changes: object = {}) => ({
  id: 'charge_1',
  status: 'CAPTURE_PENDING',
  currency: 'USD',
  agreementId: 'agr_1',
  authorizations: [{ id: 'authz_1', amount: 1000, status: 'AUTHORIZED', merchantPaymentChargeReference: 'att_1' }],
  ...changes,
})
const under = (reference: string | undefined, id = 'charge_2') =>
  charge({
    id,
    authorizations: [{ id: 'authz_2', amount: 1000, status: 'AUTHORIZED', merchantPaymentChargeReference: reference }],
  })
const agreement = (changes: object = {}) => ({
  id: 'agr_1',
  status: 'ACTIVE',
  merchantPaymentAgreementReference: 'att_0',
  ...changes,
})

const byId: StatusQuery = { about: 'charge', providerReference: 'charge_1', sentReference: 'att_1' }
const byReference: StatusQuery = { about: 'charge', providerReference: null, sentReference: 'att_1' }
const chargeReport = { about: 'charge', providerReference: 'charge_1', sentReference: 'att_1', complete: true }

describe('a charge by its id', () => {
  test('found: complete, every operation with its references', async () => {
    const captures = [
      { id: 'capture_1', amount: 300, status: 'CAPTURED', merchantCaptureReference: 'att_2' },
      {
        id: 'capture_2',
        amount: 900,
        status: 'FAILED',
        merchantCaptureReference: 'att_3',
        failure: { failureType: 'INTERNAL_DECLINE', failureCode: 'EXCEEDS_AUTHORIZED_AMOUNT' },
      },
    ]
    const voids = [{ id: 'void_1', amount: 100, status: 'VOIDED', merchantVoidReference: 'att_4' }]
    const refunds = [{ id: 'refund_1', amount: 50, status: 'PENDING', merchantRefundReference: 'att_5' }]
    const { answer, notes } = await ask(byId, [[CHARGE, 200, charge({ captures, voids, refunds })]])
    expect(answer).toMatchObject({
      found: 'yes',
      call: { httpStatus: 200, summary: '200, CAPTURE_PENDING', durationMs: 5 },
      reports: [
        {
          ...chargeReport,
          currency: 'USD',
          authenticationMethods: [],
          operations: [
            {
              kind: 'AUTHORIZATION',
              providerReference: 'authz_1',
              sentReference: 'att_1',
              amount: 1000n,
              status: 'SUCCEEDED',
            },
            {
              kind: 'CAPTURE',
              providerReference: 'capture_1',
              sentReference: 'att_2',
              amount: 300n,
              status: 'SUCCEEDED',
            },
            {
              kind: 'CAPTURE',
              providerReference: 'capture_2',
              sentReference: 'att_3',
              amount: 900n,
              status: 'FAILED',
              failure: { code: 'EXCEEDS_AUTHORIZED_AMOUNT' },
            },
            { kind: 'REFUND', providerReference: 'refund_1', sentReference: 'att_5', amount: 50n, status: 'PENDING' },
            { kind: 'VOID', providerReference: 'void_1', sentReference: 'att_4', amount: 100n, status: 'SUCCEEDED' },
          ],
        },
      ],
    })
    expect(notes).toEqual([])
  })

  test('a failure inside PPRO is pending, and not left out of the complete report', async () => {
    const refunds = [
      {
        id: 'refund_1',
        amount: 50,
        status: 'FAILED',
        merchantRefundReference: 'att_5',
        failure: { failureType: 'INTERNAL_ERROR', failureCode: 'INTERNAL_PROCESSING_ERROR' },
      },
    ]
    const captures = [{ id: 'capture_1', amount: 1000, status: 'CAPTURED' }]
    const { answer } = await ask(byId, [[CHARGE, 200, charge({ status: 'FAILED', captures, refunds })]])
    expect(answer).toMatchObject({
      reports: [{ operations: [{}, {}, { kind: 'REFUND', sentReference: 'att_5', status: 'PENDING' }] }],
    })
  })

  test('404 in the form of PPRO: absent', async () => {
    expect((await ask(byId, [[CHARGE, 404, notFound]])).answer).toEqual({
      found: 'absent',
      call: { httpStatus: 404, summary: '404, not found', durationMs: 5 },
    })
  })

  test.each<[string, number, unknown]>([
    ['404 of another server', 404, '<html>Not Found</html>'],
    ['404 without a message', 404, {}],
    ['400', 400, notFound],
    ['401', 401, { message: 'Unauthorized' }],
    ['429', 429, notFound],
    ['500', 500, notFound],
    ['200 cut short', 200, '{"id":"charge_1"'],
    ['an unmapped status', 200, charge({ status: 'SETTLED' })],
    ['another charge', 200, charge({ id: 'charge_2' })],
    ['another reference', 200, { ...under('att_9'), id: 'charge_1' }],
    ['a contradiction', 200, charge({ status: 'DISCARDED' })],
  ])('%s: unknown', async (_name, status, body) => {
    expect((await ask(byId, [[CHARGE, status, body]])).answer.found).toBe('unknown')
  })

  test.each<Exchange>([
    { kind: 'lost', reason: 'timeout after 9 ms', durationMs: 9 },
    { kind: 'neverConnected', reason: 'no connection (ECONNREFUSED)', durationMs: 9 },
    { kind: 'heldBack', reason: 'circuit open', retryAfterMs: 5, durationMs: 9 },
  ])('$kind: unknown', async exchange => {
    expect((await ask(byId, [[CHARGE, exchange]])).answer).toEqual({
      found: 'unknown',
      call: { summary: 'reason' in exchange ? exchange.reason : '', durationMs: 9 },
    })
  })
})

describe('a charge by our reference', () => {
  const search = (data: unknown, changes: object = {}) => ask(byReference, [[SEARCH, 200, { data, ...changes }]])

  test('found', async () => {
    expect((await search([charge()])).answer).toMatchObject({ found: 'yes', reports: [chargeReport] })
  })

  test('others in the same result are ignored', async () => {
    expect((await search([under('att_10'), charge(), under('att_11')])).answer).toMatchObject({
      reports: [chargeReport],
    })
    expect((await search([under('att_10')])).answer).toMatchObject({
      found: 'absent',
      call: { summary: '200, nothing found' },
    })
  })

  test('no result: absent', async () => {
    expect((await search([])).answer).toEqual({
      found: 'absent',
      call: { httpStatus: 200, summary: '200, nothing found', durationMs: 5 },
    })
  })

  test.each<[string, unknown, object, string]>([
    ['two with our reference', [charge(), under('att_1')], {}, '2 charges with one reference'],
    ['one that shows no reference', [under(undefined)], {}, 'charge without a reference'],
    ['a further page', [], { nextPage: '2' }, 'more results than one page'],
    ['no list', undefined, {}, 'unreadable search result'],
    ['a list of other things', ['charge_1'], {}, 'unreadable search result'],
  ])('%s: none is used, and logged', async (_name, data, changes, problem) => {
    const { answer, notes } = await search(data, changes)
    expect(answer).toEqual({ found: 'unknown', call: { httpStatus: 200, summary: `200, ${problem}`, durationMs: 5 } })
    expect(notes).toEqual([problem])
  })

  test('a 404 for a search proves nothing', async () => {
    expect((await ask(byReference, [[SEARCH, 404, notFound]])).answer.found).toBe('unknown')
  })

  test('the reference is escaped', async () => {
    await ask({ ...byReference, sentReference: 'a&b=c' } as StatusQuery, [
      ['/v1/payment-charges?merchantPaymentChargeReference=a%26b%3Dc', 200, { data: [] }],
    ])
  })
})

describe('an agreement', () => {
  const known: StatusQuery = { about: 'agreement', providerReference: 'agr_1', initialChargeSentReference: 'att_1' }
  const lost: StatusQuery = { about: 'agreement', providerReference: null, initialChargeSentReference: 'att_1' }
  const agreementReport = { about: 'agreement', providerReference: 'agr_1', sentReference: 'att_0', status: 'ACTIVE' }

  const alone: StatusQuery = { about: 'agreement', providerReference: 'agr_1', initialChargeSentReference: null }

  test('by its id, if it was made without a charge', async () => {
    expect((await ask(alone, [[AGREEMENT, 200, agreement()]])).answer).toMatchObject({
      found: 'yes',
      reports: [agreementReport],
    })
  })

  test('by its id, with its initial charge', async () => {
    const { answer } = await ask(known, [
      [AGREEMENT, 200, agreement({ initialPaymentChargeId: 'charge_1' })],
      [CHARGE, 200, charge()],
    ])
    expect(answer).toMatchObject({
      call: { summary: '200, ACTIVE, 200, CAPTURE_PENDING', durationMs: 10 },
      reports: [{ ...agreementReport, initialChargeReference: 'charge_1' }, chargeReport],
    })
  })

  test('by its id, while its charge cannot be read: what is known is reported', async () => {
    const { answer } = await ask(known, [
      [AGREEMENT, 200, agreement({ initialPaymentChargeId: 'charge_1' })],
      [CHARGE, 500, {}],
    ])
    expect(answer).toMatchObject({ found: 'yes', reports: [agreementReport] })
    expect('reports' in answer && answer.reports).toHaveLength(1)
  })

  test('by its id, which does not name the charge: a search by reference finds it', async () => {
    const { answer } = await ask(known, [
      [AGREEMENT, 200, agreement()],
      [SEARCH, 200, { data: [charge()] }],
    ])
    expect(answer).toMatchObject({
      reports: [{ ...agreementReport, initialChargeReference: 'charge_1' }, chargeReport],
    })
  })

  test('by the charge that was made with it', async () => {
    const { answer } = await ask(lost, [
      [SEARCH, 200, { data: [charge()] }],
      [AGREEMENT, 200, agreement()],
    ])
    expect(answer).toMatchObject({
      found: 'yes',
      reports: [{ ...agreementReport, initialChargeReference: 'charge_1' }, chargeReport],
    })
  })

  test('absent, if its charge is', async () => {
    expect((await ask(lost, [[SEARCH, 200, { data: [] }]])).answer.found).toBe('absent')
    expect((await ask(known, [[AGREEMENT, 404, notFound]])).answer.found).toBe('absent')
  })

  test('a charge without an agreement, or with one that does not exist: unknown, and logged', async () => {
    expect((await ask(lost, [[SEARCH, 200, { data: [charge({ agreementId: undefined })] }]])).notes).toEqual([
      'charge without an agreement',
    ])
    const { answer, notes } = await ask(lost, [
      [SEARCH, 200, { data: [charge()] }],
      [AGREEMENT, 404, notFound],
    ])
    expect(answer.found).toBe('unknown')
    expect(notes).toEqual(['agreement of the charge not found'])
  })

  test('a failed revocation in its list is not reported: it may be an earlier one', async () => {
    const revocations = [{ id: 'rev_1', revocationStatus: 'REVOCATION_FAILED', createdAt: '2026-01-01T00:00:00Z' }]
    const { answer } = await ask(alone, [[AGREEMENT, 200, agreement({ revocations })]])
    expect('reports' in answer && answer.reports[0]).not.toHaveProperty('revocation')
  })

  test('revoked', async () => {
    const { answer } = await ask(alone, [[AGREEMENT, 200, agreement({ status: 'REVOKED_BY_CONSUMER' })]])
    expect(answer).toMatchObject({
      reports: [{ status: 'REVOKED_BY_CONSUMER', revocation: { status: 'SUCCEEDED', by: 'CONSUMER' } }],
    })
  })
})
