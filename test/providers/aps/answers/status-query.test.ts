import { describe, expect, test } from 'vitest'
import { queryStatus } from '../../../../src/providers/aps/answers/status-query.ts'
import { sign } from '../../../../src/providers/aps/signature.ts'
import type { StatusQuery } from '../../../../src/providers/port/provider.ts'
import type { Exchange } from '../../../../src/providers/shared/guarded-client.ts'
import { apsConfig, type Fields, FORT_ID, OTHER_REQUEST_ID, REQUEST_ID, signedByAps } from '../../support/aps.ts'

/** Answers each CHECK_STATUS with its own parameters and the given fields, or with a whole exchange. */
async function ask(question: StatusQuery, ...answers: readonly (Fields | Exchange)[]) {
  const bodies: Record<string, string>[] = []
  const client = {
    post: async (body: string): Promise<Exchange> => {
      const { signature, ...sent } = JSON.parse(body)
      expect(signature).toBe(sign(sent, { phrase: 'request phrase', shaType: 'SHA-256' }))
      const answer = answers[bodies.length]
      bodies.push(sent)
      if (answer === undefined) throw new Error('asked too often')
      if ('kind' in answer) return answer as Exchange
      return {
        kind: 'response',
        status: 200,
        headers: {},
        durationMs: 3,
        text: JSON.stringify(signedByAps({ ...sent, ...answer })),
      }
    },
    health: () =>
      ({ circuit: 'CLOSED', retryAfter: null, successRate: null, p95LatencyMs: null, lastFailureAt: null }) as const,
    close: async () => undefined,
  }
  const translation = await queryStatus(apsConfig, client, question, 5_000)
  return { ...translation, bodies }
}

const aboutCharge: StatusQuery = { about: 'charge', providerReference: null, sentReference: REQUEST_ID }
const aboutAgreement: StatusQuery = {
  about: 'agreement',
  providerReference: null,
  initialChargeSentReference: REQUEST_ID,
}

const found = (transaction_code: string, more: Fields = {}): Fields => ({
  response_code: '12000',
  status: '12',
  fort_id: FORT_ID,
  transaction_code,
  transaction_status: transaction_code.slice(0, 2),
  transaction_message: 'Words',
  ...more,
})
const amounts = (authorized?: string, captured?: string, refunded?: string): Fields => ({
  authorized_amount: authorized,
  captured_amount: captured,
  refunded_amount: refunded,
})
const answered = (text: string, status = 200): Exchange => ({
  kind: 'response',
  status,
  headers: {},
  text,
  durationMs: 3,
})

const charge = { about: 'charge', providerReference: FORT_ID, sentReference: REQUEST_ID, complete: true }
const authorization = { kind: 'AUTHORIZATION', sentReference: REQUEST_ID }
const totals = (captured: bigint, refunded = 0n, voided = 0n) => ({ captured, refunded, voided })

describe('responses that settle nothing', () => {
  test.each<[string, Exchange, readonly string[]]>([
    ['no answer', { kind: 'lost', reason: 'timeout after 9 ms', durationMs: 9 }, []],
    ['no connection', { kind: 'neverConnected', reason: 'no connection (X)', durationMs: 9 }, []],
    ['nothing sent', { kind: 'heldBack', reason: 'circuit open', retryAfterMs: 1, durationMs: 0 }, []],
    ['500', answered('{}', 500), []],
    ['404', answered('{"response_code":"12036"}', 404), []],
    ['no JSON', answered('<html>'), ['unreadable answer']],
    ['no signature', answered('{"response_code":"12036","status":"12"}'), ['answer not believed: no signature']],
    [
      'a wrong signature',
      answered(JSON.stringify({ response_code: '12036', status: '12', signature: '0'.repeat(64) })),
      ['answer not believed: signature does not match'],
    ],
  ])('%s', async (_name, exchange, notes) => {
    const heard = await ask(aboutCharge, exchange)
    expect(heard.answer.found).toBe('unknown')
    expect(heard.notes).toEqual(notes)
  })

  test.each<[string, Fields, string]>([
    [
      'of another reference',
      { ...found('14000', amounts('1', '1')), merchant_reference: OTHER_REQUEST_ID },
      'echo differs: merchant_reference',
    ],
    [
      'of another account',
      { ...found('14000', amounts('1', '1')), access_code: 'another' },
      'echo differs: access_code',
    ],
    [
      'of another query',
      { ...found('14000', amounts('1', '1')), query_command: 'GET_TOKENS' },
      'echo differs: query_command',
    ],
    [
      'that does not name its object',
      { ...found('14000', amounts('1', '1')), merchant_reference: undefined },
      'echo missing: merchant_reference',
    ],
    [
      'absent, without a name of its object',
      { response_code: '12036', status: '12', merchant_reference: undefined },
      'echo missing: merchant_reference',
    ],
    ['without a code', { status: '12' }, 'no readable response code'],
    ['11000', { response_code: '11000', status: '11' }, 'status query answered 11000'],
    ['11006', { response_code: '11006', status: '11' }, 'status query answered 11006'],
    ['00006', { response_code: '00006', status: '00' }, 'status query answered 00006'],
    ['00008', { response_code: '00008', status: '00' }, 'status query answered 00008'],
    ['12999', { response_code: '12999', status: '12' }, 'status query answered 12999'],
    ['no transaction code', found('', {}), 'no readable transaction code'],
    ['two that differ', found('14000', { transaction_status: '13' }), 'no readable transaction code'],
    ['16000', found('16000'), 'unmapped status 16'],
    ['18000', found('18000'), 'contradictory response code 18000'],
    ['00002', found('00002'), 'contradictory transaction code 00002'],
    ['14000 without amounts', found('14000'), '14000 without its amounts'],
    ['14000 of amount zero', found('14000', amounts('0', '0', '0')), '14000 without its amounts'],
    ['04000 without a capture', found('04000', amounts('500', '0')), '04000 without its amounts'],
    ['06000 without a refund', found('06000', amounts('500', '500', '0')), '06000 without its amounts'],
    ['08000 of amount zero', found('08000'), '08000 without its amounts'],
    ['14000 of two amounts', found('14000', amounts('500', '400')), 'contradictory: amounts of 14000'],
    ['more captured than authorized', found('04000', amounts('500', '600')), 'contradictory: amounts of 04000'],
    ['more refunded than captured', found('06000', amounts('500', '400', '401')), 'contradictory: amounts of 06000'],
  ])('an answer %s: logged', async (_name, fields, note) => {
    const heard = await ask(aboutCharge, fields)
    expect(heard.answer.found).toBe('unknown')
    expect(heard.notes).toEqual([note])
  })

  test.each(['15000', '15777', '13006', '00006', '10000', '01000', '20000', '13777', '13090', '00066'])(
    'a transaction that is %s',
    async code => {
      for (const question of [aboutCharge, aboutAgreement]) {
        const heard = await ask(question, found(code))
        expect(heard.answer.found).toBe('unknown')
        expect(heard.notes).toEqual([])
      }
    },
  )

  test('a transaction of another id', async () => {
    const heard = await ask({ ...aboutCharge, providerReference: '1' }, found('14000', amounts('500', '500')))
    expect(heard).toMatchObject({ answer: { found: 'unknown' }, notes: ['echo differs: fort_id'] })
  })

  test('an agreement alone: no status query', async () => {
    const heard = await ask({ about: 'agreement', providerReference: 'x', initialChargeSentReference: null })
    expect(heard).toEqual({
      answer: {
        found: 'unknown',
        call: { summary: 'APS cannot be queried for an agreement without a payment', durationMs: 0 },
      },
      notes: [],
      bodies: [],
    })
  })
})

test('12036, signed, of our reference: absent', async () => {
  for (const question of [aboutCharge, aboutAgreement]) {
    const { answer, bodies, notes } = await ask(question, { response_code: '12036', status: '12' })
    expect(answer).toEqual({ found: 'absent', call: { httpStatus: 200, summary: '200 12036', durationMs: 3 } })
    expect(notes).toEqual([])
    expect(bodies).toEqual([
      {
        query_command: 'CHECK_STATUS',
        merchant_reference: REQUEST_ID,
        language: 'en',
        return_third_party_response_codes: 'YES',
        access_code: 'access1',
        merchant_identifier: 'merchant1',
      },
    ])
  }
})

describe('money that moved', () => {
  test.each<[string, Fields, object, bigint | undefined]>([
    ['14000', amounts('500', '500', '0'), totals(500n), 500n],
    ['14000', amounts('500'), totals(500n), 500n],
    ['14000', amounts('500', '0'), totals(500n), 500n],
    ['14000', amounts('0', '500'), totals(500n), 500n],
    ['14000', amounts('500', '500', '200'), totals(500n, 200n), 500n],
    ['02000', amounts('500', '0', '0'), totals(0n), 500n],
    ['02000', amounts(), totals(0n), undefined],
    ['04000', amounts('500', '200', '0'), totals(200n), undefined],
    ['04000', amounts(undefined, '200'), totals(200n), undefined],
    ['05042', amounts('500', '200'), totals(200n), undefined],
    ['05666', amounts('500'), totals(0n), undefined],
    ['04006', amounts('500', '200'), totals(200n), undefined],
    ['06000', amounts('500', '500', '200'), totals(500n, 200n), undefined],
    ['06000', amounts('500', '0', '200'), totals(500n, 200n), undefined],
    ['07666', amounts('500', '500', '0'), totals(500n), undefined],
    // An authorized amount cannot be refunded: the refund's failure captures nothing.
    ['07666', amounts('500'), totals(0n), undefined],
    ['07048', amounts('500', '0', '0'), totals(0n), undefined],
    ['07666', amounts('500', '200', '0'), totals(200n), undefined],
    ['07666', amounts('500', '0', '200'), totals(500n, 200n), undefined],
    ['06006', amounts('500'), totals(0n), undefined],
    ['08000', amounts('500', '0'), totals(0n, 0n, 500n), undefined],
    ['08000', amounts('500'), totals(0n, 0n, 500n), undefined],
    ['08000', amounts('500', '200'), totals(200n, 0n, 300n), undefined],
    ['08006', amounts('500'), totals(0n), undefined],
    ['09034', amounts('500'), totals(0n), undefined],
  ])('%s with %j', async (code, sums, expected, amount) => {
    const { answer, notes } = await ask({ ...aboutCharge, providerReference: FORT_ID }, found(code, sums))
    const authorized = { ...authorization, status: 'SUCCEEDED', ...(amount !== undefined && { amount }) }
    expect(answer).toEqual({
      found: 'yes',
      reports: [{ ...charge, operations: [authorized], totals: expected }],
      call: { httpStatus: 200, summary: `200 12000, ${code}`, durationMs: 3 },
    })
    expect(notes).toEqual([])
  })

  test('amounts may be numbers', async () => {
    const sums = { authorized_amount: 500, captured_amount: 500, refunded_amount: 0 }
    expect((await ask(aboutCharge, found('14000', sums))).answer).toMatchObject({
      found: 'yes',
      reports: [{ totals: totals(500n) }],
    })
  })

  test('its id is reported if it is not known, though not that of a capture or refund', async () => {
    const told = async (code: string, sums: Fields, providerReference: string | null = null) => {
      const { answer } = await ask({ ...aboutCharge, providerReference }, found(code, sums))
      return answer.found === 'yes' ? answer.reports[0]?.providerReference : answer.found
    }
    expect(await told('14000', amounts('500', '500'))).toBe(FORT_ID)
    expect(await told('06000', amounts('500', '500', '1'))).toBeUndefined()
    expect(await told('06000', amounts('500', '500', '1'), 'known')).toBe('known')
    expect(await told('14000', { ...amounts('500', '500'), fort_id: undefined }, 'known')).toBe('known')
  })
})

describe('money that did not move', () => {
  test.each([
    ['13666', { acquirer_response_code: '51' }, 'INSUFFICIENT_FUNDS', 'Words (51)'],
    ['13012', {}, 'EXPIRED_CARD', 'Words'],
    ['03785', {}, 'SUSPECTED_FRAUD', 'Words'],
    ['10030', {}, 'AUTHENTICATION_FAILED', 'Words'],
    ['01072', {}, 'CANCELED_BY_CONSUMER', 'Words'],
    // In a response these leave the result open; in a status query they decide it.
    ['13074', {}, 'PROVIDER_PROCESSING_ERROR', 'Words'],
    ['13666', { acquirer_response_code: '68' }, 'UNRESPONSIVE_ISSUER', 'Words (68)'],
  ])('%s %j: failed', async (code, more, reason, providerMessage) => {
    const { answer, notes } = await ask(aboutCharge, found(code, more))
    const failure = expect.objectContaining({ code: reason, providerCode: code, providerMessage })
    expect(answer).toMatchObject({
      found: 'yes',
      reports: [{ ...charge, operations: [{ ...authorization, status: 'FAILED', failure }] }],
    })
    expect(notes).toEqual([])
  })

  test('for a reason that no table knows: failed, and logged', async () => {
    const { answer, notes } = await ask(aboutCharge, found('13999'))
    expect(answer).toMatchObject({
      reports: [{ operations: [{ status: 'FAILED', failure: { code: 'GENERIC_DECLINE' } }] }],
    })
    expect(notes).toEqual(['unmapped message code 13999'])
  })

  test.each(['20064', '20065', '10065', '19065', '19000', '19784', '40090', '15784', '15090'])(
    '%s: not yet',
    async code => {
      const { answer } = await ask(aboutCharge, found(code))
      expect(answer).toMatchObject({ reports: [{ ...charge, operations: [{ ...authorization, status: 'PENDING' }] }] })
      expect(answer.found === 'yes' && answer.reports[0]).not.toHaveProperty('authenticationMethods')
    },
  )
})

describe('an agreement, by its first payment', () => {
  const reports = async (fields: Fields) => {
    const { answer } = await ask(aboutAgreement, fields)
    return answer.found === 'yes' ? answer.reports : answer.found
  }

  test('paid, and whatever happened to the money later: active', async () => {
    const active = {
      about: 'agreement',
      sentReference: REQUEST_ID,
      providerReference: REQUEST_ID,
      status: 'ACTIVE',
    }
    expect(await reports(found('14000', amounts('500', '500')))).toEqual([
      { ...active, initialChargeReference: FORT_ID },
      { ...charge, operations: [{ ...authorization, status: 'SUCCEEDED', amount: 500n }], totals: totals(500n) },
    ])
    expect(await reports(found('06000', amounts('500', '500', '500')))).toMatchObject([
      active,
      { totals: totals(500n, 500n) },
    ])
    expect(await reports(found('08000', amounts('500')))).toMatchObject([active, { totals: totals(0n, 0n, 500n) }])
  })

  test('declined: failed', async () => {
    expect(await reports(found('13012'))).toMatchObject([
      { about: 'agreement', status: 'FAILED', failure: { code: 'EXPIRED_CARD' }, sentReference: REQUEST_ID },
      { about: 'charge', operations: [{ status: 'FAILED' }] },
    ])
  })

  const waiting = { ...charge, operations: [{ ...authorization, status: 'PENDING' }] }

  test('20064: it waits for its consumer on a page that only the response names', async () => {
    expect(await reports(found('20064'))).toEqual([{ ...waiting, pageToldOnce: true }])
  })

  test.each(['20065', '19065', '19064', '40065', '15065', '15064', '10065', '01065'])(
    '%s: it waits for its consumer, whom APS itself may have asked; the report is silent about the agreement',
    async code => {
      expect(await reports(found(code))).toEqual([waiting])
    },
  )

  test.each(['19000', '19784', '19090', '40000', '40090', '15784', '15079', '15090'])(
    '%s: APS works on it, not the consumer',
    async code => {
      const agreement = { about: 'agreement', sentReference: REQUEST_ID, initialChargeReference: FORT_ID }
      expect(await reports(found(code))).toEqual([{ ...agreement, status: 'AUTHORIZATION_PROCESSING' }, waiting])
    },
  )

  test.each(['15000', '15777', '15778', '10000', '10784', '20000', '20079', '13065', '03784'])(
    '%s: unknown who has to act',
    async code => {
      expect(await reports(found(code))).toBe('unknown')
    },
  )
})

describe('a refund, by its own reference', () => {
  const question: StatusQuery = { ...aboutCharge, operation: { kind: 'REFUND', sentReference: OTHER_REQUEST_ID } }
  const order = found('06000', amounts('500', '500', '200'))
  const refund = { kind: 'REFUND', sentReference: OTHER_REQUEST_ID }

  test('done', async () => {
    const { answer, bodies } = await ask(question, order, found('06000', amounts('500', '500', '200')))
    expect(bodies[0]).not.toHaveProperty('maintenance_reference')
    expect(bodies[1]).toMatchObject({ merchant_reference: REQUEST_ID, maintenance_reference: OTHER_REQUEST_ID })
    expect(answer).toMatchObject({
      found: 'yes',
      reports: [
        {
          totals: totals(500n, 200n),
          operations: [
            { ...authorization, status: 'SUCCEEDED' },
            { ...refund, status: 'SUCCEEDED' },
          ],
        },
      ],
      call: { summary: '200 12000, 06000, 200 12000, refund 06000', durationMs: 6 },
    })
  })

  test('declined', async () => {
    const { answer } = await ask(question, found('07666', amounts('500', '500')), found('07666'))
    expect(answer).toMatchObject({
      reports: [
        {
          operations: [
            {},
            { ...refund, status: 'FAILED', failure: { code: 'GENERIC_DECLINE', providerCode: '07666' } },
          ],
        },
      ],
    })
  })

  test('not known, signed, with its own reference: the charge is reported without it', async () => {
    const { answer, notes } = await ask(question, order, { response_code: '12036', status: '12' })
    expect(answer).toMatchObject({ found: 'yes', reports: [{ totals: totals(500n, 200n) }] })
    expect(answer.found === 'yes' && answer.reports[0]).toHaveProperty('operations.length', 1)
    expect(notes).toEqual([])
  })

  test.each<[string, Fields | Exchange, readonly string[]]>([
    ['not told', { kind: 'lost', reason: 'cut', durationMs: 1 }, []],
    ['held back', { kind: 'heldBack', reason: 'circuit open', retryAfterMs: 1, durationMs: 0 }, []],
    ['answered by a server error', answered('{"response_code":"12036"}', 500), []],
    ['answered without a signature', answered('{"response_code":"12036"}'), ['answer not believed: no signature']],
    ['uncertain', found('07006'), []],
    ['confirmed to nobody', found('15777'), []],
    ['under way', found('06784'), []],
    ['refused because of the current state', found('07048'), []],
    ['ignored, with the order answered', found('14000', amounts('500', '500')), []],
    ['without a code', found(''), []],
    ['not queried', { response_code: '11000', status: '11' }, ['status query answered 11000']],
    [
      'answered for another',
      { ...found('06000'), maintenance_reference: REQUEST_ID },
      ['echo differs: maintenance_reference'],
    ],
    [
      'done, for none',
      { ...found('06000'), maintenance_reference: undefined },
      ['echo missing: maintenance_reference'],
    ],
    [
      'not known, for none',
      { response_code: '12036', status: '12', maintenance_reference: undefined },
      ['echo missing: maintenance_reference'],
    ],
  ])('%s: unknown, as no report may say that there is no refund', async (_name, second, notes) => {
    const heard = await ask(question, order, second)
    expect(heard.answer.found).toBe('unknown')
    expect(heard.answer).not.toHaveProperty('reports')
    expect(heard.notes).toEqual(notes)
  })

  test.each(['CAPTURE', 'VOID', 'REFUND'] as const)(
    'of a %s the charge must be known: 12036 for it is unexpected',
    async kind => {
      const operation = { kind, sentReference: OTHER_REQUEST_ID }
      const { answer, bodies, notes } = await ask(
        { ...aboutCharge, operation },
        { response_code: '12036', status: '12' },
      )
      expect(answer.found).toBe('unknown')
      expect(bodies).toHaveLength(1)
      expect(notes).toEqual([`12036 for the charge of a ${kind}`])
    },
  )

  test.each(['CAPTURE', 'VOID'] as const)('a %s has none: one status query about the charge', async kind => {
    const { bodies } = await ask({ ...question, operation: { kind, sentReference: OTHER_REQUEST_ID } }, order)
    expect(bodies).toHaveLength(1)
  })
})
