import { describe, expect, it } from 'vitest'
import { declineOf } from '../../../src/sandbox/aps/declines.ts'
import { isOutcome, MAGIC_AMOUNTS } from '../../../src/sandbox/aps/outcomes.ts'
import { isFailureCode } from '../../../src/sandbox/ppro/failures.ts'
import { MAGIC_AMOUNTS as PPRO_MAGIC_AMOUNTS } from '../../../src/sandbox/ppro/outcomes.ts'
import type { Json } from '../support/sandbox.ts'
import { type ApsSandbox, operate, pay, payWithCard, RECURRING, startApsSandbox, statusOf } from './support.ts'

async function charge(sandbox: ApsSandbox, fields: Json): Promise<Json> {
  const { token_name } = await payWithCard(sandbox)
  return pay(sandbox, { ...RECURRING, token_name, ...fields })
}

const statusesOf = async (sandbox: ApsSandbox) => (await sandbox.ledger()).charges.map(({ status }) => status)

describe('magic amounts', () => {
  it('are the ones published here, and no other amount has an effect', async () => {
    expect(MAGIC_AMOUNTS.map(({ value, outcome }) => `${value} ${outcome}`).join('\n')).toMatchInlineSnapshot(`
      "300001 GENERIC_DECLINE
      300002 INSUFFICIENT_FUNDS
      300003 EXPIRED_CARD
      300004 SUS_STOLEN
      300005 AUTHENTICATION_FAILED
      300006 IS_HIGH_VELOCITY
      300007 CARD_CLOSED_OR_INVALID
      300008 IS_EXCEEDING_ACCOUNT_LIMIT
      300009 BLOCKED_ACCOUNT
      300010 SUS_FRAUD
      300011 AGREEMENT_REVOKED
      300012 UNRESPONSIVE_PROVIDER
      300013 UNRESPONSIVE_ISSUER
      300014 PROVIDER_PROCESSING_ERROR
      300015 INTERNAL_SERVICE_UNAVAILABLE
      300016 PAYMENT_METHOD_TIMEOUT
      300017 IS_NOT_PERMITTED
      300018 DUPLICATE_DETECTED
      300019 UNKNOWN
      300020 UNPUBLISHED_REASON
      300021 REFUND_BLOCKED_TEMPORARILY
      300022 RETRY_REFUND_LATER
      300023 REFUND_PERIOD_EXPIRED
      300024 REFUND_NOT_SUPPORTED
      300025 TRANSACTION_DISPUTED
      300101 666/05
      300102 666/51
      300103 666/41
      300104 666/43
      300105 666/04
      300106 666/61
      300107 057
      300108 058
      300109 666/01
      400001 pending
      400002 pending-decline
      400003 pending-timeout
      400011 uncertain
      400012 uncertain-decline
      400021 technical-committed
      400022 technical-lost
      400023 failed-technical-committed
      400024 failed-technical-lost
      400031 review
      400032 review-decline"
    `)
    const sandbox = await startApsSandbox()
    for (const amount of ['300000', '300026', '400000']) {
      expect((await charge(sandbox, { amount })).response_code).toBe('14000')
    }
  })

  it('up to 300025, and the pending ones, have the meaning that they have in PPRO’s simulator', () => {
    const shared = PPRO_MAGIC_AMOUNTS.map(({ value, outcome }) => [value, outcome])
    const ours = new Map(MAGIC_AMOUNTS.map(({ value, outcome }) => [value, outcome]))
    expect(shared).toEqual(shared.map(([value]) => [value, ours.get(Number(value))]))
  })

  it.each([
    ['300001', '13666', 'Transaction declined', undefined],
    ['300002', '13029', 'Insufficient funds', '51'],
    ['300003', '13012', 'Card expired', '54'],
    ['300004', '13666', 'Transaction declined', '43'],
    ['300005', '13030', 'Authentication failed', undefined],
    ['300010', '13785', 'Transaction blocked by fraud check', undefined],
    ['300011', '13044', 'Token name does not exist', undefined],
    ['300020', '13899', 'Unknown', undefined],
    ['300101', '13666', 'Transaction declined', '05'],
    ['300103', '13666', 'Transaction declined', '41'],
    ['300106', '13666', 'Transaction declined', '61'],
  ])('decline a charge of %s with %s (%s, %s), first and later ones', async (amount, code, message, acquirer) => {
    const sandbox = await startApsSandbox()
    const decline = { response_code: code, status: '13', response_message: message }
    const first = await payWithCard(sandbox, undefined, { amount })
    const later = await charge(sandbox, { amount })
    for (const answer of [first, later]) {
      expect(answer).toMatchObject(decline)
      expect(answer.acquirer_response_code).toBe(acquirer)
      expect(answer).not.toHaveProperty('authorization_code')
    }
    expect(await statusesOf(sandbox)).toEqual(['FAILED', 'CAPTURED', 'FAILED'])
    const authorization = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION', amount })
    expect(authorization.response_code).toBe(`03${code.slice(2)}`)
    const order = await payWithCard(sandbox, undefined, { amount: '5000000' })
    expect((await operate(sandbox, 'REFUND', order, { amount })).response_code).toBe(`07${code.slice(2)}`)
    const authorized = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION', amount: '5000000' })
    expect((await operate(sandbox, 'CAPTURE', authorized, { amount })).response_code).toBe(`05${code.slice(2)}`)
  })

  it.each([
    ['400001', '19784', '14000', 'CAPTURED'],
    ['400002', '19784', '13666', 'FAILED'],
    ['400003', '19784', '13778', 'FAILED'],
    ['400011', '15777', '14000', 'CAPTURED'],
    ['400012', '15777', '13666', 'FAILED'],
    ['400031', '40090', '14000', 'CAPTURED'],
    ['400032', '40090', '13785', 'FAILED'],
  ])('leave a charge of %s open as %s until a notification ends it as %s, %s', async (amount, code, end, status) => {
    const sandbox = await startApsSandbox()
    const open = await charge(sandbox, { amount })
    expect([open.response_code, open.status, open.authorization_code]).toEqual([code, code.slice(0, 2), undefined])
    const query = { merchant_reference: open.merchant_reference }
    const during = await statusOf(sandbox, query)
    expect([during.response_code, during.transaction_code, during.captured_amount]).toEqual(['12000', code, '0'])
    expect(await statusesOf(sandbox)).toEqual(['CAPTURED', 'PENDING'])
    await sandbox.advance(10_000)
    expect((await statusOf(sandbox, query)).transaction_code).toBe(end)
    expect(await statusesOf(sandbox)).toEqual(['CAPTURED', status])
    const feedback = sandbox.feedback.filter(({ fields }) => fields['fort_id'] === open.fort_id)
    expect(feedback.map(({ fields }) => fields['response_code'])).toEqual([code, end])
    expect(feedback[1]?.fields['authorization_code'] !== undefined).toBe(end === '14000')
  })

  it.each([
    ['400021', '00006', '14000', ['14000']],
    ['400022', '00006', undefined, []],
    ['400023', '13006', '14000', ['14000']],
    ['400024', '13006', '13666', ['13666']],
  ])('answer a charge of %s with %s; CHECK_STATUS says %s', async (amount, code, transaction, announced) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await payWithCard(sandbox)
    const answer = await pay(sandbox, { ...RECURRING, token_name, amount })
    expect(answer).toMatchObject({ response_code: code, response_message: 'Technical problem', amount, token_name })
    expect(answer).not.toHaveProperty('fort_id')
    const query = { merchant_reference: answer.merchant_reference }
    const status = await statusOf(sandbox, query)
    expect([status.response_code, status.transaction_code]).toEqual([transaction ? '12000' : '12036', transaction])
    await sandbox.advance(60_000)
    expect(sandbox.feedback.slice(1).map(({ fields }) => fields['response_code'])).toEqual(announced)
    const again = await pay(sandbox, { ...RECURRING, token_name, amount: '1000', ...query })
    const codes: Record<string, string> = { '14000': '00047', '13666': '00066' }
    expect(again.response_code).toBe(codes[transaction ?? ''] ?? '14000')
  })

  it('that lose a first payment leave its token unchanged', async () => {
    const sandbox = await startApsSandbox()
    const lost = await payWithCard(sandbox, undefined, { amount: '400022' })
    expect(lost.response_code).toBe('00006')
    expect(await statusesOf(sandbox)).toEqual([])
    expect((await pay(sandbox, { token_name: lost.token_name })).response_code).toBe('14000')
  })
})

describe('scripted outcomes', () => {
  it('are used in order, the agreement’s own before the general ones, then everything is approved', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await payWithCard(sandbox, undefined, { agreement_id: 'a' })
    const script = (outcomes: string[], agreementId?: string) =>
      sandbox.control('/outcomes', { provider: 'APS', operation: 'charge', outcomes, agreementId })
    expect((await script(['785', 'approve'], 'a')).status).toBe(200)
    expect((await script(['INSUFFICIENT_FUNDS', 'uncertain'])).status).toBe(200)
    const codes = []
    for (const named of [{}, { agreement_id: 'a' }, {}, {}, {}]) {
      codes.push((await pay(sandbox, { ...RECURRING, token_name, ...named })).response_code)
    }
    expect(codes).toEqual(['13785', '14000', '13029', '15777', '14000'])
  })

  it('have priority over a magic amount', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await payWithCard(sandbox)
    await sandbox.control('/outcomes', { provider: 'APS', operation: 'charge', outcomes: ['approve'] })
    expect((await pay(sandbox, { ...RECURRING, token_name, amount: '300001' })).response_code).toBe('14000')
  })

  it.each([
    ['capture', 'CAPTURE', '05'],
    ['refund', 'REFUND', '07'],
    ['void', 'VOID_AUTHORIZATION', '09'],
  ] as const)('of a %s decline it and change nothing', async (operation, command, failed) => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, undefined, {
      command: operation === 'refund' ? 'PURCHASE' : 'AUTHORIZATION',
    })
    const before = (await sandbox.ledger()).charges
    const outcomes = ['GENERIC_DECLINE', 'technical-lost', 'failed-technical-lost', 'technical-committed']
    expect((await sandbox.control('/outcomes', { provider: 'APS', operation, outcomes })).status).toBe(200)
    const codes = []
    for (let round = 0; round < 3; round++) codes.push((await operate(sandbox, command, order)).response_code)
    expect(codes).toEqual([`${failed}666`, '00006', `${failed}006`])
    expect((await sandbox.ledger()).charges).toEqual(before)
    expect((await operate(sandbox, command, order)).response_code).toBe('00006')
    expect((await sandbox.ledger()).charges).not.toEqual(before)
    await sandbox.advance(0)
    expect(sandbox.feedback.slice(1).map(({ fields }) => [fields['command'], fields['status']])).toEqual([
      [command, String(Number(failed) - 1).padStart(2, '0')],
    ])
  })

  it.each([
    [
      'charge',
      ['approve', 'pending', 'pending-timeout', 'review', 'uncertain-decline', '666', '666/51', 'UNPUBLISHED_X'],
    ],
    ['refund', ['approve', 'pending', 'uncertain', 'technical-committed', '048', 'RETRY_REFUND_LATER']],
  ] as const)('of a %s accept their names', (operation, words) => {
    expect(words.filter(word => !isOutcome(operation, word))).toEqual([])
  })

  it.each([
    [
      'charge',
      ['approved', '', '000', '66', '6666', '666/', 'generic_decline', 'constructor', 'UNPUBLISHED_', 'toString'],
    ],
    ['refund', ['pending-timeout', 'review', 'review-decline', 'declined']],
  ] as const)('of a %s accept no others', async (operation, words) => {
    expect(words.filter(word => isOutcome(operation, word))).toEqual([])
    const sandbox = await startApsSandbox()
    const outcomes = [words[0]]
    expect((await sandbox.control('/outcomes', { provider: 'APS', operation, outcomes })).status).toBe(400)
  })

  it('have every name that PPRO’s simulator publishes', () => {
    const words = `ACCOUNT_NOT_SUPPORTED AMOUNT_NOT_SUPPORTED AUTHENTICATION_FAILED BLOCKED_ACCOUNT CANCELED_BY_CONSUMER
      CARD_CLOSED_OR_INVALID COUNTRY_NOT_SUPPORTED CURRENCY_NOT_SUPPORTED DUPLICATE_DETECTED EXCEEDS_REFUNDABLE_AMOUNT
      EXPIRED_CARD EXPIRED_SESSION FORMAT_ERROR GENERIC_DECLINE INCORRECT_BILLING_ADDRESS INCORRECT_CVV
      INCORRECT_HOLDER_NAME INCORRECT_ISSUER INCORRECT_NUMBER INCORRECT_TAX_ID INSUFFICIENT_FUNDS INVALID_MERCHANT
      IS_EXCEEDING_ACCOUNT_LIMIT IS_GENERIC_DECLINE IS_HIGH_VELOCITY IS_NOT_PERMITTED REFUND_BLOCKED_TEMPORARILY
      REFUND_NOT_SUPPORTED REFUND_PERIOD_EXPIRED TRANSACTION_DISPUTED RETRY_REFUND_LATER SUS_FRAUD SUS_LOST SUS_STOLEN
      UNKNOWN UNRESPONSIVE_ISSUER UNRESPONSIVE_PROVIDER PROVIDER_PROCESSING_ERROR AGREEMENT_INACTIVE AGREEMENT_REVOKED
      BLOCKED_BIN BLOCKED_EMAIL BLOCKED_IP CHARGEBACK_DETECTED EXCEEDS_AUTHORIZED_AMOUNT EXCEEDS_CAPTURED_AMOUNT
      EXCEEDS_REFUND_LIMIT HIGH_ACCOUNT_VELOCITY HIGH_BIN_VELOCITY HIGH_EMAIL_VELOCITY HIGH_IP_VELOCITY
      INSTRUMENT_NOT_FOUND INTERNAL_PROCESSING_ERROR INVALID_ACCOUNT INVALID_AMOUNT INVALID_AUTHENTICATION_SETTINGS
      INVALID_COUNTRY INVALID_CURRENCY INVALID_INPUT_DATA INVALID_IP INVALID_MANDATE_ID INVALID_PAYMENT_METHOD
      INVALID_TAX_ID MISSING_IBAN NO_AUTHORIZED_AMOUNT NO_CAPTURED_AMOUNT PAYMENT_METHOD_TIMEOUT
      SIMULTANEOUS_OPERATION_IN_PROGRESS INTERNAL_SERVICE_UNAVAILABLE`.split(/\s+/)
    expect(words.filter(word => !isFailureCode(word))).toEqual([])
    expect(words.filter(word => declineOf(word) === null)).toEqual([])
  })
})
