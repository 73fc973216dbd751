import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askAboutAgreement, create, establish, revoke } from '../conformance/agreement-steps.ts'
import { Bench } from '../conformance/bench.ts'
import { askAboutCharge, charge, chargeCommand, operate } from '../conformance/charge-steps.ts'
import { reportOf, reportsOf } from '../support/commands.ts'
import { pproHarness } from './conformance.ts'

// conformance.test.ts has the requirements for every provider; this file has what only PPRO says, and its codes.

let ppro: Bench

beforeAll(async () => {
  ppro = await Bench.open(pproHarness({ paymentMethod: 'AMAZON_PAY', currency: 'USD' }))
})
afterAll(() => ppro.close())
beforeEach(() => ppro.reset())

test('each response is summarized in PPRO’s terms, and nothing of it is new to the log', async () => {
  const { answer: created } = await create(ppro)
  expect(created?.call).toMatchObject({ httpStatus: 200, summary: '200, AUTHENTICATION_PENDING' })
  expect(reportOf(created ?? {}, 'agreement')).toMatchObject({
    instrument: { type: 'AMAZON_PAY' },
    authenticationMethods: [{ type: 'REDIRECT', requestMethod: 'GET' }],
  })
  const agreement = await establish(ppro)
  const { account, answer } = await charge(ppro, agreement, { captureMode: 'MANUAL' })
  expect(answer.call.summary).toBe('200, CAPTURE_PENDING')
  const summary = async (verb: 'capture' | 'refund' | 'void', amount: bigint) =>
    (await operate(ppro, account, verb, amount)).answer.call.summary
  expect(await summary('capture', 700n)).toBe('200, CAPTURED')
  expect(await summary('void', 300n)).toBe('200, VOIDED')
  expect(await summary('refund', 250n)).toBe('200, REFUNDED')
  expect(await summary('refund', 451n)).toBe('200, FAILED EXCEEDS_REFUNDABLE_AMOUNT')
  expect((await revoke(ppro, agreement)).call.summary).toBe('200, REVOKED')
  expect(await charge(ppro, agreement)).toMatchObject({ answer: { failure: { code: 'AGREEMENT_REVOKED' } } })
  expect(ppro.lines).toEqual([])
})

describe('charges', () => {
  test('a status query lists every operation, failed ones too, by its id and by our reference', async () => {
    const { account } = await charge(ppro, await establish(ppro), { captureMode: 'MANUAL' })
    const capture = await operate(ppro, account, 'capture', 400n)
    const refund = await operate(ppro, account, 'refund', 401n)
    const [report] = reportsOf(await askAboutCharge(ppro, account))
    const operations = report?.about === 'charge' ? report.operations : []
    expect(operations.map(({ kind, amount, status, sentReference }) => [kind, amount, status, sentReference])).toEqual([
      ['AUTHORIZATION', 1000n, 'SUCCEEDED', account.sentReference],
      ['CAPTURE', 400n, 'SUCCEEDED', capture.sentReference],
      ['REFUND', 401n, 'FAILED', refund.sentReference],
    ])
    expect(operations.every(({ providerReference }) => providerReference !== undefined)).toBe(true)
  })

  test('an INTERNAL_ERROR is not a decline: unknown, and pending in a status query', async () => {
    const agreement = await establish(ppro)
    await ppro.control.outcomes('charge', ['INTERNAL_SERVICE_UNAVAILABLE'])
    const { account, answer } = await charge(ppro, agreement)
    expect(answer).toMatchObject({
      outcome: 'unknown',
      queryStatusNow: false,
      call: { summary: '200, FAILED INTERNAL_SERVICE_UNAVAILABLE, not final' },
    })
    expect(reportsOf(await askAboutCharge(ppro, account))).toMatchObject([
      { operations: [{ kind: 'AUTHORIZATION', status: 'PENDING' }] },
    ])
  })

  test('the same request again replays the first response; another one under its key is a conflict', async () => {
    const agreement = await establish(ppro)
    const command = chargeCommand(ppro, agreement)
    const first = await ppro.send(ppro.prepare(command))
    expect(reportOf(await ppro.send(ppro.prepare(command)), 'charge')).toEqual(reportOf(first, 'charge'))
    const other = { ...command, amount: { value: 1001n, currency: 'USD' } }
    expect(await ppro.send(ppro.prepare(other))).toMatchObject({
      outcome: 'unknown',
      queryStatusNow: true,
      call: { summary: '409, conflict' },
    })
  })
})

describe('status queries of agreements', () => {
  test('by id, with its initial charge; by the initial charge alone', async () => {
    const { account } = await create(ppro, { amount: 500n })
    const { providerReference, sentReference } = account
    const expected = [
      { about: 'agreement', providerReference, status: 'AUTHENTICATION_PENDING' },
      {
        about: 'charge',
        sentReference,
        complete: true,
        operations: [{ kind: 'AUTHORIZATION', status: 'PENDING', amount: 500n }],
      },
    ]
    expect(reportsOf(await askAboutAgreement(ppro, account))).toMatchObject(expected)
    const bySearch = { about: 'agreement', providerReference: null, initialChargeSentReference: sentReference } as const
    expect(reportsOf(await ppro.queryStatus(bySearch))).toMatchObject(expected)
  })

  test('what PPRO does not know by its own id is absent', async () => {
    const questions = [
      { about: 'agreement', providerReference: 'agr_000000000000000000000', initialChargeSentReference: null },
      { about: 'charge', providerReference: 'charge_00000000000000000000', sentReference: 'att_never' },
    ] as const
    for (const question of questions) expect(await ppro.queryStatus(question)).toMatchObject({ found: 'absent' })
  })

  test('one without an id and without a charge cannot be queried', async () => {
    const question = { about: 'agreement', providerReference: null, initialChargeSentReference: null } as const
    expect(await ppro.queryStatus(question)).toEqual({
      found: 'unknown',
      call: { summary: 'no id and no reference to query with', durationMs: 0 },
    })
  })
})

test('refused credentials are reported to the operator by their status', async () => {
  const command = chargeCommand(ppro, await establish(ppro))
  await ppro.withConnection({ strange: 'credentials' }, other => ppro.send(ppro.prepare(command), other))
  expect(ppro.lines).toMatchObject([{ level: 'warn', message: 'credentials refused (401)' }])
})
