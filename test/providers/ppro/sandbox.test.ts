import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { plainAgreement, plainCharge, reportOf, reportsOf } from '../support/commands.ts'
import { deadline, openPproSandbox, type PproSandbox } from '../support/ppro-sandbox.ts'

let ppro: PproSandbox

beforeAll(async () => {
  ppro = await openPproSandbox()
})
afterAll(() => ppro.close())
beforeEach(async () => {
  await ppro.control('reset', {})
  ppro.lines.length = 0
})

test('agreement, approval, charge, partial captures, void of the rest, refund, revocation: the ledger agrees at each step', async () => {
  const agreementAttempt = ppro.nextReference()
  const created = await ppro.send(plainAgreement, agreementAttempt)
  expect(created).toMatchObject({
    outcome: 'actionRequired',
    call: { httpStatus: 200, summary: '200, AUTHENTICATION_PENDING' },
  })
  const agreement = reportOf(created, 'agreement')
  expect(agreement).toMatchObject({
    status: 'AUTHENTICATION_PENDING',
    sentReference: agreementAttempt,
    instrument: { type: 'AMAZON_PAY' },
  })
  expect(agreement.authenticationMethods).toMatchObject([{ type: 'REDIRECT', requestMethod: 'GET' }])
  const agreementId = agreement.providerReference ?? ''

  await ppro.approve(agreement.authenticationMethods?.[0]?.requestUrl)
  const activated = await ppro.noticesOf(agreementId, 'PAYMENT_AGREEMENT_ACTIVE')
  expect(activated.at(-1)).toMatchObject({
    subject: { kind: 'agreement', providerReference: agreementId, sentReference: agreementAttempt },
    reports: [{ about: 'agreement', providerReference: agreementId, status: 'ACTIVE' }],
  })

  const reference = ppro.nextReference()
  const authorized = await ppro.send(
    { ...plainCharge, agreementReference: agreementId, captureMode: 'MANUAL' },
    reference,
  )
  expect(authorized).toMatchObject({ outcome: 'approved', call: { summary: '200, CAPTURE_PENDING' } })
  const chargeId = reportOf(authorized, 'charge').providerReference ?? ''
  expect(reportOf(authorized, 'charge')).toMatchObject({
    sentReference: reference,
    currency: 'USD',
    authenticationMethods: [],
    operations: [{ kind: 'AUTHORIZATION', status: 'SUCCEEDED', amount: 1000n, sentReference: reference }],
    complete: false,
  })
  expect(await ppro.chargesIn(reference)).toMatchObject([
    { id: chargeId, agreementId, status: 'AUTHORIZED', captured: 0 },
  ])

  const onCharge = (verb: 'capture' | 'refund' | 'void', value: bigint, reason: string | null = null) =>
    ppro.send({
      verb,
      chargeReference: chargeId,
      chargeSentReference: reference,
      amount: { value, currency: 'USD' },
      reason,
    })
  expect(await onCharge('capture', 300n)).toMatchObject({
    outcome: 'approved',
    call: { summary: '200, CAPTURED' },
    reports: [{ providerReference: chargeId, operations: [{ kind: 'CAPTURE', amount: 300n, status: 'SUCCEEDED' }] }],
  })
  expect(await onCharge('capture', 400n)).toMatchObject({ outcome: 'approved' })
  expect(await onCharge('void', 300n)).toMatchObject({ outcome: 'approved', call: { summary: '200, VOIDED' } })
  expect(await onCharge('refund', 250n, 'customer request')).toMatchObject({ outcome: 'approved' })
  expect(await ppro.chargesIn(reference)).toMatchObject([
    { status: 'CAPTURED', captured: 700, refunded: 250, voided: 300 },
  ])

  expect(await onCharge('refund', 451n)).toMatchObject({
    outcome: 'declined',
    failure: { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' },
  })
  expect(await ppro.chargesIn(reference)).toMatchObject([{ refunded: 250 }])

  const found = await ppro.provider.lookUp(
    { about: 'charge', providerReference: chargeId, sentReference: reference },
    deadline,
  )
  const [looked] = reportsOf(found)
  expect(looked).toMatchObject({ about: 'charge', complete: true, sentReference: reference, currency: 'USD' })
  const operations = looked?.about === 'charge' ? looked.operations : []
  expect(operations.map(({ kind, amount, status }) => [kind, amount, status])).toEqual([
    ['AUTHORIZATION', 1000n, 'SUCCEEDED'],
    ['CAPTURE', 300n, 'SUCCEEDED'],
    ['CAPTURE', 400n, 'SUCCEEDED'],
    ['REFUND', 250n, 'SUCCEEDED'],
    ['REFUND', 451n, 'FAILED'],
    ['VOID', 300n, 'SUCCEEDED'],
  ])
  expect(operations.every(({ providerReference, sentReference }) => providerReference && sentReference)).toBe(true)

  const refunded = await ppro.noticesOf(chargeId, 'PAYMENT_CHARGE_REFUND_SUCCEEDED')
  expect(
    refunded.flatMap(notice => notice.reports).map(report => report.about === 'charge' && report.operations),
  ).toContainEqual([
    expect.objectContaining({
      kind: 'REFUND',
      amount: 250n,
      status: 'SUCCEEDED',
      sentReference: expect.stringMatching(/^att_/),
    }),
  ])

  const revoked = await ppro.send({
    verb: 'revokeAgreement',
    agreementReference: agreementId,
    token: null,
    reason: null,
  })
  expect(revoked).toMatchObject({
    outcome: 'approved',
    reports: [
      {
        providerReference: agreementId,
        status: 'REVOKED_BY_MERCHANT',
        revocation: { status: 'SUCCEEDED', by: 'MERCHANT' },
      },
    ],
  })
  expect((await ppro.ledger()).agreements.find(({ id }) => id === agreementId)?.status).toBe('REVOKED_BY_MERCHANT')
  const late = await ppro.send({ ...plainCharge, agreementReference: agreementId })
  expect(late).toMatchObject({ outcome: 'declined', failure: { code: 'AGREEMENT_REVOKED', advice: 'NEW_AGREEMENT' } })
  expect(ppro.lines).toEqual([])
})

describe('charges', () => {
  test('captured at once; declined in known words; asked for authentication', async () => {
    const agreementReference = await ppro.activeAgreement()
    expect(await ppro.send({ ...plainCharge, agreementReference })).toMatchObject({
      outcome: 'approved',
      call: { summary: '200, CAPTURED' },
      reports: [{ operations: [{ kind: 'AUTHORIZATION' }, { kind: 'CAPTURE', amount: 1000n, status: 'SUCCEEDED' }] }],
    })
    const declined = await ppro.send({
      ...plainCharge,
      agreementReference,
      amount: { value: 300_002n, currency: 'USD' },
    })
    expect(declined).toMatchObject({
      outcome: 'declined',
      call: { summary: '200, FAILED INSUFFICIENT_FUNDS' },
      failure: {
        kind: 'SOFT_DECLINE',
        code: 'INSUFFICIENT_FUNDS',
        advice: 'RETRY_LATER',
        providerCode: 'INSUFFICIENT_FUNDS',
      },
    })
  })

  test('an INTERNAL_ERROR is not a decline: unknown, and pending when looked up', async () => {
    const agreementReference = await ppro.activeAgreement()
    await ppro.control('outcomes', {
      provider: 'PPRO',
      operation: 'charge',
      outcomes: ['INTERNAL_SERVICE_UNAVAILABLE'],
    })
    const reference = ppro.nextReference()
    expect(await ppro.send({ ...plainCharge, agreementReference }, reference)).toMatchObject({
      outcome: 'unknown',
      lookUpNow: false,
      call: { summary: '200, FAILED INTERNAL_SERVICE_UNAVAILABLE, not final' },
    })
    const found = await ppro.provider.lookUp(
      { about: 'charge', providerReference: null, sentReference: reference },
      deadline,
    )
    expect(reportsOf(found)).toMatchObject([{ operations: [{ kind: 'AUTHORIZATION', status: 'PENDING' }] }])
  })

  test('the same request again replays the first answer and charges once', async () => {
    const agreementReference = await ppro.activeAgreement()
    const reference = ppro.nextReference()
    const first = await ppro.send({ ...plainCharge, agreementReference }, reference)
    const second = await ppro.send({ ...plainCharge, agreementReference }, reference)
    expect(reportOf(second, 'charge')).toEqual(reportOf(first, 'charge'))
    expect(await ppro.chargesIn(reference)).toHaveLength(1)
    expect(
      await ppro.send({ ...plainCharge, agreementReference, amount: { value: 1001n, currency: 'USD' } }, reference),
    ).toMatchObject({
      outcome: 'unknown',
      lookUpNow: true,
    })
    expect(await ppro.chargesIn(reference)).toHaveLength(1)
  })
})
