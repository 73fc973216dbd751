import { describe, expect, test } from 'vitest'
import { acquirerCodes } from '../../../../src/providers/aps/codes/acquirer-codes.ts'
import { messageCodes } from '../../../../src/providers/aps/codes/message-codes.ts'
import { acquirerCodeOf } from '../../../../src/providers/aps/codes/read-acquirer-code.ts'
import { statusCodes } from '../../../../src/providers/aps/codes/status-codes.ts'
import { type ApsCommand, judge, type Verdict } from '../../../../src/providers/aps/codes/verdict.ts'

/** The codes that APS publishes, by the way to handle them. */
const published = {
  done: '000 035 062 063 124 147 148 182',
  invalidRequest: `001 002 003 004 005 008 009 010 013 014 015 017 018 019 020 021 023 024 025 026 027 032 033 034 036 037 038
    039 040 042 043 046 048 049 061 067 068 070 073 080 082 093 097 098 110 111 112 113 116 122 134 151 152 225 662 748 783`,
  onHold: '006 777 778 779 780 781',
  technical: '011 051 069 071 074 075 077 078 089 099 118 119 773',
  duplicate: '007 047 066 103 114 125 126 146 784',
  hard: '012 016 030 031 044 072 083 087 088 100 121 785 787',
  soft: '029 050 054 057 058 084 123 154 181 221 666 746 747 983',
  unrelated: `052 053 055 056 059 060 076 086 092 094 095 096 101 102 104 105 106 107 115 117 120 129 136 137 141 142 144 149
    150 155 160 788 789 790`,
  action: '064',
  review: '065 079 090 127 128 138 140',
}
const listed = (codes: string) => codes.split(/\s+/)
const statuses = `00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 17 18 19 20 21 22 23 24 27 28 29 30 31 32 40 42 43 44 45 46 47
  48 49 50 51 52 53 54 55 56 57 58 59 62 63 66 70 71 72 73 74 75 76 77 80 81 88 89 90 91 92 93`

const of = (code: string) => ({ code, status: code.slice(0, 2), message: code.slice(2) })
const answered = (command: ApsCommand, code: string, acquirerCode?: string): Verdict =>
  judge(command, of(code), { acquirerCode, queried: false })
const asked = (command: ApsCommand, code: string, acquirerCode?: string): Verdict =>
  judge(command, of(code), { acquirerCode, queried: true })
const reasonOf = (verdict: Verdict) => ('row' in verdict ? verdict.row : undefined)

test('the tables hold exactly what APS publishes (scenario 21)', () => {
  expect(Object.keys(messageCodes).sort()).toEqual(Object.values(published).flatMap(listed).sort())
  expect(Object.keys(messageCodes)).toHaveLength(162)
  expect(Object.keys(statusCodes).sort()).toEqual(listed(statuses))
  expect(Object.keys(acquirerCodes)).toHaveLength(99)
})

describe('success is exactly one code for each command that moves money, and few for tokens', () => {
  const success: Readonly<Record<string, readonly string[]>> = {
    PURCHASE: ['14000'],
    AUTHORIZATION: ['02000'],
    CAPTURE: ['04000'],
    REFUND: ['06000'],
    VOID_AUTHORIZATION: ['08000'],
    TOKENIZATION: ['18000', '18062', '18063'],
    UPDATE_TOKEN: ['58000', '58063'],
  }
  const all = listed(statuses).flatMap(status => Object.keys(messageCodes).map(message => status + message))

  test.each(Object.keys(success))('%s', command => {
    const succeeded = all.filter(code => answered(command as ApsCommand, code).kind === 'succeeded')
    expect(succeeded).toEqual(success[command])
    expect(all.filter(code => asked(command as ApsCommand, code).kind === 'succeeded')).toEqual(succeeded)
  })
})

describe.each([
  ['PURCHASE', '13'],
  ['PURCHASE', '03'],
  ['AUTHORIZATION', '03'],
  ['AUTHORIZATION', '13'],
  ['CAPTURE', '05'],
  ['REFUND', '07'],
  ['VOID_AUTHORIZATION', '09'],
  ['TOKENIZATION', '17'],
  ['UPDATE_TOKEN', '59'],
] as const)('%s failed (%s)', (command, status) => {
  test.each(listed(published.hard))('…%s is a decline that needs a change', message => {
    const verdict = answered(command, status + message)
    expect(verdict.kind).toBe('declined')
    expect(['HARD_DECLINE', 'FRAUD_SUSPECTED', 'AUTHENTICATION_FAILED', 'CANCELED']).toContain(reasonOf(verdict)?.kind)
    expect(reasonOf(verdict)?.advice).not.toBe('RETRY_LATER')
  })

  test.each(listed(published.soft))('…%s is a decline that may be retried', message => {
    expect(answered(command, status + message)).toMatchObject({
      kind: 'declined',
      row: { kind: 'SOFT_DECLINE', advice: 'RETRY_LATER' },
    })
  })

  test.each(listed(published.invalidRequest))('…%s is a fault of the request or the account', message => {
    const verdict = answered(command, status + message)
    expect(verdict).toMatchObject({ kind: 'declined', row: { kind: 'INVALID_REQUEST' } })
    expect(['FIX_REQUEST', 'CONTACT_PROVIDER']).toContain(reasonOf(verdict)?.advice)
  })

  test.each(listed(published.unrelated))('…%s is unexpected here, and is logged', message => {
    expect(answered(command, status + message)).toMatchObject({
      kind: 'declined',
      row: { kind: 'PROVIDER_ERROR', advice: 'CONTACT_PROVIDER' },
      note: `unrelated message code ${status}${message}`,
    })
  })

  test.each(listed(published.technical))('…%s is a failure only after a status query', message => {
    expect(answered(command, status + message)).toEqual({ kind: 'uncertain' })
    expect(asked(command, status + message)).toMatchObject({
      kind: 'declined',
      row: { kind: 'PROVIDER_ERROR', advice: 'RETRY_LATER' },
    })
  })

  test.each([...listed(published.onHold), ...listed(published.review)])('…%s is never a failure', message => {
    expect(answered(command, status + message)).toEqual({ kind: 'uncertain' })
    expect(asked(command, status + message)).toEqual({ kind: 'uncertain' })
  })

  test.each(listed(published.duplicate))('…%s is a duplicate', message => {
    expect(answered(command, status + message)).toEqual({ kind: 'duplicate' })
  })

  test.each(listed(published.done))('…%s contradicts itself', message => {
    expect(answered(command, status + message)).toEqual({
      kind: 'unmapped',
      problem: `contradictory response code ${status}${message}`,
    })
  })

  test('a reason that no table knows is believed after a status query, and logged both times (scenario 21)', () => {
    expect(answered(command, `${status}999`)).toEqual({
      kind: 'unmapped',
      problem: `unmapped message code ${status}999`,
    })
    expect(asked(command, `${status}999`)).toMatchObject({
      kind: 'declined',
      row: { kind: 'SOFT_DECLINE', code: 'GENERIC_DECLINE', advice: 'RETRY_LATER' },
      note: `unmapped message code ${status}999`,
    })
  })
})

describe('status 00', () => {
  const { invalidRequest, hard, soft, unrelated } = published
  const reasons = [invalidRequest, hard, soft, unrelated]
    .flatMap(listed)
    .filter(message => !['030', '072'].includes(message))

  test.each([...reasons, '999'])('00%s is a refused request', message => {
    expect(answered('PURCHASE', `00${message}`)).toMatchObject({
      kind: 'refused',
      row: { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' },
    })
  })

  test.each([...listed(published.onHold), ...listed(published.technical), ...listed(published.review)])(
    '00%s is not a refusal: it may have happened',
    message => {
      expect(answered('PURCHASE', `00${message}`)).toEqual({ kind: 'uncertain' })
      expect(asked('PURCHASE', `00${message}`)).toEqual({ kind: 'uncertain' })
    },
  )

  test.each(listed(published.duplicate))('00%s is a duplicate', message => {
    expect(answered('PURCHASE', `00${message}`)).toEqual({ kind: 'duplicate' })
  })

  test.each(listed(published.done))('00%s contradicts itself', message => {
    expect(answered('PURCHASE', `00${message}`)).toEqual({
      kind: 'unmapped',
      problem: `contradictory response code 00${message}`,
    })
  })

  test('00030 is a consumer who failed to authenticate, if there was one', () => {
    for (const command of ['PURCHASE', 'AUTHORIZATION', 'TOKENIZATION'] as const)
      expect(answered(command, '00030')).toMatchObject({ kind: 'declined', row: { kind: 'AUTHENTICATION_FAILED' } })
    for (const command of ['CAPTURE', 'REFUND', 'VOID_AUTHORIZATION', 'UPDATE_TOKEN'] as const)
      expect(answered(command, '00030')).toMatchObject({ kind: 'refused', row: { kind: 'INVALID_REQUEST' } })
  })

  test('an unknown reason is logged', () => {
    expect(answered('PURCHASE', '00999')).toMatchObject({ note: 'unmapped message code 00999' })
  })
})

test.each([
  // APS's own plug-ins must not fail any of these.
  ...['15777', '15778', '15779', '15780', '15781', '00006', '01006', '02006', '03006', '04006', '05006'],
  ...['06006', '07006', '08006', '09006', '11006', '17006', '13006'],
])('%s is on hold, whatever it answers and however many status queries follow', code => {
  for (const command of [
    'PURCHASE',
    'AUTHORIZATION',
    'CAPTURE',
    'REFUND',
    'VOID_AUTHORIZATION',
    'TOKENIZATION',
  ] as const) {
    expect(answered(command, code)).toEqual({ kind: 'uncertain' })
    expect(asked(command, code)).toEqual({ kind: 'uncertain' })
  }
})

test.each<[string, Verdict['kind']]>([
  ['20064', 'actionRequired'],
  ['20000', 'uncertain'],
  ['19000', 'pending'],
  ['19065', 'awaitingConsumer'],
  ['19064', 'awaitingConsumer'],
  ['40065', 'awaitingConsumer'],
  ['40090', 'pending'],
  ['15000', 'uncertain'],
  ['10000', 'uncertain'],
  ['01000', 'uncertain'],
  ['01035', 'uncertain'],
  ['10030', 'declined'],
  ['20030', 'declined'],
  ['00072', 'declined'],
  ['01072', 'declined'],
  ['13072', 'declined'],
  ['13784', 'duplicate'],
  ['99000', 'unmapped'],
  ['16000', 'unmapped'],
  // Another command's code is no answer.
  ['02000', 'unmapped'],
  ['04000', 'unmapped'],
  ['06000', 'unmapped'],
  ['12000', 'unmapped'],
  ['18000', 'unmapped'],
  ['05042', 'unmapped'],
  ['14666', 'unmapped'],
  ['14999', 'unmapped'],
])('a purchase answered %s is %s', (code, kind) => {
  expect(answered('PURCHASE', code).kind).toBe(kind)
})

test.each([
  ['13012', 'EXPIRED_CARD', 'UPDATE_PAYMENT_METHOD'],
  ['13016', 'INCORRECT_NUMBER', 'UPDATE_PAYMENT_METHOD'],
  ['13029', 'INSUFFICIENT_FUNDS', 'RETRY_LATER'],
  ['10030', 'AUTHENTICATION_FAILED', 'AUTHENTICATE_CONSUMER'],
  ['13030', 'AUTHENTICATION_FAILED', 'AUTHENTICATE_CONSUMER'],
  ['13044', 'INSTRUMENT_NOT_FOUND', 'UPDATE_PAYMENT_METHOD'],
  ['13072', 'CANCELED_BY_CONSUMER', 'DO_NOT_RETRY'],
  ['13666', 'GENERIC_DECLINE', 'RETRY_LATER'],
  ['13785', 'SUSPECTED_FRAUD', 'DO_NOT_RETRY'],
  ['13123', 'VELOCITY_EXCEEDED', 'RETRY_LATER'],
  ['13057', 'ACCOUNT_LIMIT_EXCEEDED', 'RETRY_LATER'],
])('%s reads %s, %s', (code, reason, advice) => {
  expect(reasonOf(answered('PURCHASE', code))).toMatchObject({ code: reason, advice })
})

test.each([
  ['CAPTURE', '05042', 'EXCEEDS_AUTHORIZED_AMOUNT'],
  ['REFUND', '07048', 'EXCEEDS_CAPTURED_AMOUNT'],
  ['VOID_AUTHORIZATION', '09034', 'OPERATION_NOT_ALLOWED'],
  ['UPDATE_TOKEN', '59044', 'INSTRUMENT_NOT_FOUND'],
] as const)('%s %s reads %s', (command, code, reason) => {
  expect(reasonOf(answered(command, code))).toMatchObject({ code: reason })
})

describe('the generic decline, with its acquirer code', () => {
  const soft = ['01', '2', '05', '51', '61', '65', '82', '201', '203', '204', '210', '233', '401', 'ERR_106']
  const softMore = ['FAILURE(NOT CAPTURED)', 'NOT CAPTURED']
  const later = ['91', '92', '96', '150', '902', 'E999999', 'SYSTEM_ERROR']
  const request = ['03', '12', '13', '30', '101', '102', '400', '900']
  const hard = ['04', '7', '14', '15', '39', '41', '42', '43', '54', '55', '57', '58', '59', '62', '63', '75', '83']
  const hardMore = ['202', '205', '208', '211', '230', '231', '232', '4004', 'B', 'BLOCKED', 'EXCEEDED_RETRY_LIMIT']
  const fraud = ['FAILURE(DENIED BY RISK)', 'FAILURE(SUSPECT)']
  const nothing = ['0', '25', '47', '70', '79', '80', '81', '104', '109', '110', '115', '2994', '2996', '3000', '8400']
  const nothingMore = ['8500', '8600', '8700', '9001', 'CANCELED', 'E000002', 'E019004', 'ERR_102', 'ERR_119', 'false']
  const against = ['00', '0000', '100', 'CAPTURED', 'I000000', 'SUCCESS', 'PENDING', 'UNKNOWN', '94', '901']
  const silent = ['68', 'TIMED_OUT', 'FAILURE(HOST TIMEOUT)']

  test('each code is in one of these lists', () => {
    const lists = [soft, softMore, later, request, hard, hardMore, fraud, nothing, nothingMore, against, silent]
    expect(lists.flat().sort()).toEqual(Object.keys(acquirerCodes).sort())
  })

  test.each([...soft, ...softMore])('%s: soft', code => {
    expect(answered('PURCHASE', '13666', code)).toMatchObject({
      kind: 'declined',
      row: { kind: 'SOFT_DECLINE', advice: 'RETRY_LATER' },
    })
  })

  test.each(later)('%s: later', code => {
    expect(reasonOf(answered('PURCHASE', '13666', code))).toMatchObject({
      kind: 'PROVIDER_ERROR',
      advice: 'RETRY_LATER',
    })
  })

  test.each(request)('%s: the request', code => {
    expect(reasonOf(answered('PURCHASE', '13666', code))).toMatchObject({ kind: 'INVALID_REQUEST' })
  })

  test.each([...hard, ...hardMore, ...fraud])('%s: not again with this card', code => {
    const reason = reasonOf(answered('PURCHASE', '13666', code))
    expect(['HARD_DECLINE', 'FRAUD_SUSPECTED']).toContain(reason?.kind)
    expect(['UPDATE_PAYMENT_METHOD', 'DO_NOT_RETRY']).toContain(reason?.advice)
  })

  test.each([...nothing, ...nothingMore])('%s: adds nothing', code => {
    expect(reasonOf(answered('PURCHASE', '13666', code))).toMatchObject({ code: 'GENERIC_DECLINE' })
  })

  test.each([...against, ...silent])('%s: believed to be a decline only after a status query', code => {
    expect(answered('PURCHASE', '13666', code)).toEqual({ kind: 'uncertain' })
    expect(asked('PURCHASE', '13666', code).kind).toBe('declined')
  })

  test.each([
    ['51', 'INSUFFICIENT_FUNDS'],
    ['05', 'DO_NOT_HONOR'],
    ['5', 'DO_NOT_HONOR'],
    ['02', 'REFER_TO_ISSUER'],
    ['41', 'LOST_CARD'],
    ['43', 'STOLEN_CARD'],
    ['54', 'EXPIRED_CARD'],
    ['59', 'SUSPECTED_FRAUD'],
    ['blocked', 'SUSPECTED_FRAUD'],
  ])('%s reads %s, with or without its zero', (code, reason) => {
    expect(reasonOf(answered('PURCHASE', '13666', code))?.code).toBe(reason)
  })

  test('one that no table knows leaves the decline unchanged, and is logged', () => {
    expect(answered('PURCHASE', '13666', 'NEW')).toMatchObject({
      kind: 'declined',
      row: { code: 'GENERIC_DECLINE' },
      note: 'unmapped acquirer code',
    })
    expect(acquirerCodeOf('toString')).toBeUndefined()
  })

  test('it refines only the generic decline', () => {
    expect(reasonOf(answered('PURCHASE', '13029', '41'))?.code).toBe('INSUFFICIENT_FUNDS')
  })
})

test('every reason is a sentence with a normalized code', () => {
  const rows = [
    ...Object.values(messageCodes).flatMap(message => ('failure' in message ? [message.failure] : [])),
    ...Object.values(acquirerCodes).flatMap(({ failure }) => (failure ? [failure] : [])),
  ]
  expect(rows.length).toBeGreaterThan(100)
  for (const { code, message } of rows) {
    expect(message).toMatch(/^[A-Z].*\.$/)
    expect(code).toMatch(/^[A-Z_]+$/)
  }
})
