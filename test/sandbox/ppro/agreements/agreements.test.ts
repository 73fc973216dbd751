import { describe, expect, it } from 'vitest'
import {
  AGREEMENT,
  activeAgreement,
  createAgreement,
  createCharge,
  getAgreement,
  getCharge,
  mockAgreement,
  requestUrlOf,
} from '../../support/flows.ts'
import { MERCHANT_ID, startTestSandbox } from '../../support/sandbox.ts'

const HOUR_MS = 60 * 60 * 1000
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const INITIAL = {
  initialPaymentCharge: { amount: { value: 1000, currency: 'USD' }, merchantPaymentChargeReference: 'first' },
}

describe('creating an agreement', () => {
  it('returns the documented object for Amazon Pay', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, { merchantPaymentAgreementReference: 'ours', labels: { a: 'b' } })
    expect(agreement).toEqual({
      id: expect.stringMatching(/^agr_[A-Za-z0-9]{21}$/),
      status: 'AUTHENTICATION_PENDING',
      merchantPaymentAgreementReference: 'ours',
      paymentMethod: 'AMAZON_PAY',
      startDate: agreement.createdAt,
      instrumentId: expect.stringMatching(/^instr_[A-Za-z0-9]{21}$/),
      consumer: AGREEMENT.consumer,
      authenticationMethods: [
        {
          type: 'REDIRECT',
          details: {
            requestUrl: expect.stringMatching(`^${sandbox.url}/ppro/authenticate/[A-Za-z0-9]{21}$`),
            requestMethod: 'GET',
          },
        },
      ],
      history: [
        {
          id: expect.stringMatching(/^ahist_[A-Za-z0-9]{21}$/),
          status: 'AUTHENTICATION_PENDING',
          createdAt: agreement.createdAt,
        },
      ],
      revocations: [],
      createdAt: expect.stringMatching(ISO),
      updatedAt: agreement.createdAt,
      labels: { a: 'b' },
    })
    expect(await getAgreement(sandbox, agreement.id)).toEqual(agreement)
  })

  it('names the initial charge, which waits for the same consumer, and sets no start date', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, INITIAL)
    expect(agreement.startDate).toBeUndefined()
    const charge = await getCharge(sandbox, agreement.initialPaymentChargeId)
    expect(charge).toMatchObject({
      id: expect.stringMatching(/^charge_[A-Za-z0-9]{21}$/),
      status: 'AUTHENTICATION_PENDING',
      agreementId: agreement.id,
      authenticationMethods: agreement.authenticationMethods,
      authorizations: [{ amount: 1000, status: 'AUTHENTICATION_PENDING', merchantPaymentChargeReference: 'first' }],
      captures: [],
    })
  })

  it.each([
    ['SEPA_DIRECT_DEBIT', undefined],
    ['MOCK', undefined],
    ['SEPA_DIRECT_DEBIT', AGREEMENT.authenticationSettings],
  ])('is active at once if the consumer is not asked (%s, %#)', async (paymentMethod, authenticationSettings) => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, { paymentMethod, authenticationSettings })
    expect(agreement).toMatchObject({ status: 'ACTIVE', authenticationMethods: [] })
  })

  it.each(['TWINT', 'BLIK', 'IDEAL', 'UPI_AUTOPAY', 'MOCK', 'CARD'])(
    'asks the consumer for %s',
    async paymentMethod => {
      const sandbox = await startTestSandbox()
      const agreement = await createAgreement(sandbox, { paymentMethod })
      expect(agreement.status).toBe('AUTHENTICATION_PENDING')
      await sandbox.decide(requestUrlOf(agreement), 'approve')
      expect((await getAgreement(sandbox, agreement.id)).status).toBe('ACTIVE')
    },
  )

  it('fails for a method that does not exist', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, { paymentMethod: 'SHELLS', ...INITIAL })
    expect(agreement).toMatchObject({
      status: 'FAILED',
      failure: { failureType: 'INTERNAL_DECLINE', failureCode: 'INVALID_PAYMENT_METHOD' },
    })
    expect(agreement.initialPaymentChargeId).toBeUndefined()
    expect((await sandbox.ledger()).charges).toEqual([])
  })
})

describe('the consumer decides', () => {
  it('activates the agreement and pays the initial charge by approving', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await activeAgreement(sandbox, INITIAL)
    const active = await getAgreement(sandbox, agreement.id)
    expect(active.history.map(({ status }: { status: string }) => status)).toEqual(['AUTHENTICATION_PENDING', 'ACTIVE'])
    expect(await getCharge(sandbox, agreement.initialPaymentChargeId)).toMatchObject({
      status: 'CAPTURED',
      authorizations: [{ amount: 1000, status: 'AUTHORIZED' }],
      captures: [{ amount: 1000, status: 'CAPTURED' }],
    })
  })

  it('fails both when declining', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, INITIAL)
    await sandbox.decide(requestUrlOf(agreement), 'decline')
    const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'CANCELED_BY_CONSUMER' }
    expect(await getAgreement(sandbox, agreement.id)).toMatchObject({ status: 'FAILED', failure })
    expect(await getCharge(sandbox, agreement.initialPaymentChargeId)).toMatchObject({
      status: 'FAILED',
      failure,
      authorizations: [{ status: 'FAILED', failure }],
      captures: [],
    })
  })

  it('activates the agreement although the initial charge is declined', async () => {
    const sandbox = await startTestSandbox()
    const initialPaymentCharge = { amount: { value: 300002, currency: 'USD' } }
    const agreement = await activeAgreement(sandbox, { initialPaymentCharge })
    expect((await getAgreement(sandbox, agreement.id)).status).toBe('ACTIVE')
    expect(await getCharge(sandbox, agreement.initialPaymentChargeId)).toMatchObject({
      status: 'FAILED',
      failure: { failureCode: 'INSUFFICIENT_FUNDS' },
    })
  })

  it('leaves the initial charge uncaptured without autoCapture', async () => {
    const sandbox = await startTestSandbox()
    const initialPaymentCharge = { ...INITIAL.initialPaymentCharge, autoCapture: false }
    const agreement = await activeAgreement(sandbox, { initialPaymentCharge })
    expect(await getCharge(sandbox, agreement.initialPaymentChargeId)).toMatchObject({
      status: 'CAPTURE_PENDING',
      captures: [],
    })
  })

  it('never: both end after an hour, and a late answer changes nothing', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, INITIAL)
    await sandbox.advance(HOUR_MS - 60_000)
    expect((await getAgreement(sandbox, agreement.id)).status).toBe('AUTHENTICATION_PENDING')
    await sandbox.advance(60_000)
    const expired = await getAgreement(sandbox, agreement.id)
    expect(expired).toMatchObject({ status: 'FAILED', failure: { failureCode: 'PAYMENT_METHOD_TIMEOUT' } })
    expect(Date.parse(expired.updatedAt) - Date.parse(expired.createdAt)).toBe(HOUR_MS)
    const charge = await getCharge(sandbox, agreement.initialPaymentChargeId)
    expect(charge).toMatchObject({
      status: 'DISCARDED',
      discards: [{ status: 'DISCARDED', type: 'AUTHENTICATION_TIMEOUT' }],
    })
    await sandbox.decide(requestUrlOf(agreement), 'approve')
    expect(await getAgreement(sandbox, agreement.id)).toEqual(expired)
    expect(await getCharge(sandbox, agreement.initialPaymentChargeId)).toEqual(charge)
  })
})

describe('revoking', () => {
  it('ends an active agreement, whose charges then fail as revoked', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const { body } = await sandbox.post(`/v1/payment-agreements/${id}/revocations`, {})
    expect(body).toEqual({ status: 'REVOKED' })
    expect(await getAgreement(sandbox, id)).toMatchObject({
      status: 'REVOKED_BY_MERCHANT',
      revocations: [{ id: expect.stringMatching(/^rev_/), revocationStatus: 'REVOKED_BY_MERCHANT' }],
    })
    expect(await createCharge(sandbox, id)).toMatchObject({
      status: 'FAILED',
      failure: { failureType: 'INTERNAL_DECLINE', failureCode: 'AGREEMENT_REVOKED', isRetryable: false },
      captures: [],
    })
  })

  it('is refused a second time', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    await sandbox.post(`/v1/payment-agreements/${id}/revocations`, {})
    const { status, body } = await sandbox.post(`/v1/payment-agreements/${id}/revocations`, {})
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'FAILED', failure: { failureCode: 'AGREEMENT_REVOKED' } })
    const { revocations } = await getAgreement(sandbox, id)
    expect(revocations.map((entry: { revocationStatus: string }) => entry.revocationStatus)).toEqual([
      'REVOKED_BY_MERCHANT',
      'REVOCATION_FAILED',
    ])
  })

  it('is refused before the consumer has consented, and so are charges', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox)
    const { body } = await sandbox.post(`/v1/payment-agreements/${id}/revocations`, {})
    expect(body).toMatchObject({ status: 'FAILED', failure: { failureCode: 'AGREEMENT_INACTIVE' } })
    expect((await getAgreement(sandbox, id)).status).toBe('AUTHENTICATION_PENDING')
    expect(await createCharge(sandbox, id)).toMatchObject({
      status: 'FAILED',
      failure: { failureType: 'INTERNAL_DECLINE', failureCode: 'AGREEMENT_INACTIVE' },
    })
  })

  it.each(['CONSUMER', 'PROVIDER'])('comes from the %s through the control interface, with its event', async by => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox, { merchantPaymentAgreementReference: 'ours' })
    const reply = await sandbox.control(`/agreements/${id}/revoke`, { by })
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ provider: 'PPRO', id, status: `REVOKED_BY_${by}` })
    await sandbox.advance(0)
    const type = `PAYMENT_AGREEMENT_REVOKED_BY_${by}`
    expect(sandbox.receiver.received.at(-1)?.event).toMatchObject({ type, subject: id })
    expect(sandbox.receiver.received.at(-1)?.event.data).toEqual({
      paymentAgreementId: id,
      paymentAgreementStatus: `REVOKED_BY_${by}`,
      paymentMethod: 'MOCK',
      type,
      merchantPaymentAgreementReference: 'ours',
      merchantId: MERCHANT_ID,
    })
  })
})
