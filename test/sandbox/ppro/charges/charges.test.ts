import { describe, expect, it } from 'vitest'
import { MAGIC_AMOUNTS } from '../../../../src/sandbox/ppro/outcomes.ts'
import {
  AGREEMENT,
  activeAgreement,
  createAgreement,
  createCharge,
  getCharge,
  mockAgreement,
  requestUrlOf,
} from '../../support/flows.ts'
import { startTestSandbox } from '../../support/sandbox.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const usd = (value: number) => ({ amount: { value, currency: 'USD' } })

describe('a charge under an agreement', () => {
  it('returns the smaller documented object, captured', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await activeAgreement(sandbox)
    const charge = await createCharge(sandbox, agreement.id, {
      merchantPaymentChargeReference: 'ours',
      initiator: 'MERCHANT',
      scheduleType: 'SCHEDULED',
    })
    const { createdAt } = charge
    expect(charge).toEqual({
      id: expect.stringMatching(/^charge_[A-Za-z0-9]{21}$/),
      paymentMethod: 'AMAZON_PAY',
      currency: 'USD',
      country: 'US',
      instrumentId: agreement.instrumentId,
      status: 'CAPTURED',
      consumer: AGREEMENT.consumer,
      authorizations: [
        {
          id: expect.stringMatching(/^authz_[A-Za-z0-9]{21}$/),
          amount: 1000,
          status: 'AUTHORIZED',
          merchantPaymentChargeReference: 'ours',
          createdAt,
          updatedAt: createdAt,
        },
      ],
      captures: [
        {
          id: expect.stringMatching(/^capture_[A-Za-z0-9]{21}$/),
          amount: 1000,
          status: 'CAPTURED',
          createdAt,
          updatedAt: createdAt,
        },
      ],
      refunds: [],
      voids: [],
      createdAt,
      updatedAt: createdAt,
    })
  })

  it('is larger when it is fetched: agreement, initiator, links, and still no amount at the top', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await activeAgreement(sandbox)
    const { id } = await createCharge(sandbox, agreement.id, { initiator: 'MERCHANT' })
    const charge = await getCharge(sandbox, id)
    const self = `/v1/payment-charges/${id}`
    expect(charge).toMatchObject({
      agreementId: agreement.id,
      initiator: 'MERCHANT',
      paymentMedium: 'ECOMMERCE',
      discards: [],
      authenticationMethods: [],
      _links: { self: { href: self }, captures: { href: `${self}/captures` } },
    })
    expect(charge.captures[0]._links.self.href).toBe(`${self}/captures/${charge.captures[0].id}`)
    expect(charge).not.toHaveProperty('amount')
    expect(charge).not.toHaveProperty('merchantPaymentChargeReference')
  })

  it('merges the consumer fields that may be overridden', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const charge = await createCharge(sandbox, id, { consumer: { taxIdentification: '1', client: { ip: '::1' } } })
    expect(charge.consumer).toEqual({ ...AGREEMENT.consumer, taxIdentification: '1', client: { ip: '::1' } })
  })

  it('accepts the agreement only by its id', async () => {
    const sandbox = await startTestSandbox()
    const reply = await sandbox.post('/v1/payment-agreements/agr_none/payment-charges', usd(1000))
    expect(reply.status).toBe(404)
    expect(reply.body).toEqual({
      status: 404,
      failureMessage: 'Payment agreement not found',
      timestamp: expect.any(String),
    })
    expect((await sandbox.ledger()).charges).toEqual([])
  })
})

describe('the limits of Amazon Pay', () => {
  it.each([
    [50, 'CAPTURED', undefined],
    [49, 'FAILED', 'AMOUNT_NOT_SUPPORTED'],
    [2_000_000, 'CAPTURED', undefined],
    [2_000_001, 'FAILED', 'AMOUNT_NOT_SUPPORTED'],
  ])('%i cents: %s', async (value, status, failureCode) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const charge = await createCharge(sandbox, id, usd(value))
    expect([charge.status, charge.failure?.failureCode]).toEqual([status, failureCode])
  })

  it('no currency but USD', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const charge = await createCharge(sandbox, id, { amount: { value: 1000, currency: 'EUR' } })
    expect(charge.failure).toMatchObject({ failureType: 'INTERNAL_DECLINE', failureCode: 'INVALID_CURRENCY' })
  })
})

describe("the agreement's amount", () => {
  it.each([
    ['MAX', 1000, 'CAPTURED'],
    ['MAX', 1001, 'FAILED'],
    ['EXACT', 1000, 'CAPTURED'],
    ['EXACT', 999, 'FAILED'],
    ['VARIABLE', 5000, 'CAPTURED'],
  ])('%s of 1000 and a charge of %i: %s', async (amountType, value, status) => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox, { ...usd(1000), amountType })
    expect((await createCharge(sandbox, id, usd(value))).status).toBe(status)
  })

  it('is not enforced if that inference is switched off', async () => {
    const sandbox = await startTestSandbox({ enforceAgreementAmount: false })
    const { id } = await mockAgreement(sandbox, { ...usd(1000), amountType: 'MAX' })
    expect((await createCharge(sandbox, id, usd(1001))).status).toBe('CAPTURED')
  })
})

describe('magic amounts', () => {
  it("begin with PPRO's two, with their messages", async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const generic = await createCharge(sandbox, id, usd(300001))
    expect(generic.failure).toEqual({
      failureType: 'PROVIDER_DECLINE',
      failureCode: 'GENERIC_DECLINE',
      providerFailureCode: 'TransactionDeclined',
      failureMessage: 'Payment Authorization Failed',
      isRetryable: true,
    })
    const insufficient = await createCharge(sandbox, id, usd(300002))
    expect(insufficient.failure).toMatchObject({
      failureCode: 'INSUFFICIENT_FUNDS',
      failureMessage: 'Payment Authorization Failed, insufficient funds',
    })
    expect(insufficient.authorizations[0]).toMatchObject({ status: 'FAILED', failure: insufficient.failure })
    expect((await sandbox.ledger()).charges.map(({ status, captured }) => [status, captured])).toEqual([
      ['FAILED', 0],
      ['FAILED', 0],
    ])
  })

  it.each([
    [300012, 'PROVIDER_ERROR', 'UNRESPONSIVE_PROVIDER', true],
    [300015, 'INTERNAL_ERROR', 'INTERNAL_SERVICE_UNAVAILABLE', true],
    [300004, 'PROVIDER_DECLINE', 'SUS_STOLEN', false],
    [300011, 'INTERNAL_DECLINE', 'AGREEMENT_REVOKED', false],
    [300020, 'PROVIDER_DECLINE', 'UNPUBLISHED_REASON', undefined],
  ])('%i is %s %s', async (value, failureType, failureCode, isRetryable) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const { failure } = await createCharge(sandbox, id, usd(value))
    expect([failure.failureType, failure.failureCode, failure.isRetryable]).toEqual([
      failureType,
      failureCode,
      isRetryable,
    ])
  })

  it('decline every listed charge with the code that the index page shows', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const declines = MAGIC_AMOUNTS.filter(({ value }) => value < 400_000)
    const codes = await Promise.all(
      declines.map(async ({ value }) => (await createCharge(sandbox, id, usd(value))).failure.failureCode),
    )
    expect(codes).toEqual(declines.map(({ outcome }) => outcome))
    const page = await (await fetch(`${sandbox.url}/`)).text()
    for (const { value, outcome } of MAGIC_AMOUNTS) {
      expect(page).toContain(`<td><code>${value}</code></td><td><code>${outcome}</code></td>`)
    }
  })

  it.each([
    [400001, 'CAPTURED', 'CAPTURED', 'AUTHORIZED'],
    [400002, 'FAILED', 'FAILED', 'FAILED'],
    [400003, 'DISCARDED', 'FAILED', 'FAILED'],
  ])('%i is pending at the provider for ten seconds, then %s', async (value, status, ledgerStatus, authorization) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const pending = await createCharge(sandbox, id, usd(value))
    expect(pending).toMatchObject({
      status: 'AUTHORIZATION_ASYNC',
      authorizations: [{ status: 'PROVIDER_CONFIRMATION_PENDING' }],
      captures: [],
    })
    expect((await sandbox.ledger()).charges[0]?.status).toBe('PENDING')
    await sandbox.advance(10_000)
    const decided = await getCharge(sandbox, pending.id)
    expect(decided).toMatchObject({ status, authorizations: [{ status: authorization }] })
    expect(Date.parse(decided.updatedAt) - Date.parse(decided.createdAt)).toBe(10_000)
    expect((await sandbox.ledger()).charges[0]?.status).toBe(ledgerStatus)
  })
})

describe('direct debits', () => {
  it('are decided after two days', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox, { paymentMethod: 'SEPA_DIRECT_DEBIT' })
    const charge = await createCharge(sandbox, id, { amount: { value: 1000, currency: 'EUR' } })
    await sandbox.advance(2 * DAY_MS - 60_000)
    expect((await getCharge(sandbox, charge.id)).status).toBe('AUTHORIZATION_ASYNC')
    await sandbox.advance(60_000)
    expect((await getCharge(sandbox, charge.id)).status).toBe('CAPTURED')
  })

  it('are declined after two days too', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox, { paymentMethod: 'SEPA_DIRECT_DEBIT' })
    const charge = await createCharge(sandbox, id, { amount: { value: 300002, currency: 'EUR' } })
    expect(charge.status).toBe('AUTHORIZATION_ASYNC')
    await sandbox.advance(2 * DAY_MS)
    expect((await getCharge(sandbox, charge.id)).failure.failureCode).toBe('INSUFFICIENT_FUNDS')
  })

  it('follow an iDEAL payment that is decided at once', async () => {
    const sandbox = await startTestSandbox()
    const amount = { value: 1000, currency: 'EUR' }
    const agreement = await activeAgreement(sandbox, { paymentMethod: 'IDEAL', initialPaymentCharge: { amount } })
    expect((await getCharge(sandbox, agreement.initialPaymentChargeId)).status).toBe('CAPTURED')
    expect((await createCharge(sandbox, agreement.id, { amount })).status).toBe('AUTHORIZATION_ASYNC')
  })
})

describe('the mock', () => {
  it('fails any amount of its band', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    expect((await createCharge(sandbox, id, usd(350_000))).failure.failureCode).toBe('GENERIC_DECLINE')
    expect((await createCharge(sandbox, id, usd(400_000))).status).toBe('CAPTURED')
  })

  it('waits for the consumer, the provider and the capture as its descriptor says', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const paymentDescriptor =
      'requiresAuthentication=true;providerConfirmation=true;providerConfirmationDelay=30s;requiresCapture=true'
    const created = await createCharge(sandbox, id, { paymentDescriptor })
    expect(created.status).toBe('AUTHENTICATION_PENDING')
    await sandbox.decide(requestUrlOf(await getCharge(sandbox, created.id)), 'approve')
    expect((await getCharge(sandbox, created.id)).status).toBe('AUTHORIZATION_ASYNC')
    await sandbox.advance(20_000)
    expect((await getCharge(sandbox, created.id)).status).toBe('AUTHORIZATION_ASYNC')
    await sandbox.advance(10_000)
    expect(await getCharge(sandbox, created.id)).toMatchObject({ status: 'CAPTURE_PENDING', captures: [] })
  })
})

describe('autoCapture', () => {
  it.each([
    [true, 'CAPTURED'],
    [false, 'CAPTURE_PENDING'],
    [undefined, 'CAPTURED'],
  ])('%s leaves the charge %s', async (autoCapture, status) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    expect((await createCharge(sandbox, id, { autoCapture })).status).toBe(status)
  })

  it('may be false by default', async () => {
    const sandbox = await startTestSandbox({ autoCaptureDefault: false })
    const { id } = await activeAgreement(sandbox)
    expect((await createCharge(sandbox, id)).status).toBe('CAPTURE_PENDING')
  })

  it('does not apply to methods without a separate capture', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox, { paymentMethod: 'TWINT' })
    const charge = await createCharge(sandbox, id, { amount: { value: 100, currency: 'CHF' }, autoCapture: false })
    expect(charge.status).toBe('CAPTURED')
  })
})

describe('a charge without an agreement', () => {
  it('waits for its consumer and is captured after that', async () => {
    const sandbox = await startTestSandbox()
    const request = { ...AGREEMENT, ...usd(1000), merchantPaymentChargeReference: 'single' }
    const { body } = await sandbox.post('/v1/payment-charges', request)
    expect(body).toMatchObject({ status: 'AUTHENTICATION_PENDING', _links: { self: {} } })
    expect(body).not.toHaveProperty('agreementId')
    await sandbox.decide(requestUrlOf(body), 'approve')
    expect((await getCharge(sandbox, body.id)).status).toBe('CAPTURED')
    expect((await sandbox.ledger()).charges).toMatchObject([{ reference: 'single', agreementId: null }])
  })
})

describe('searching charges', () => {
  it('finds by reference and by agreement, oldest first, page by page', async () => {
    const sandbox = await startTestSandbox({ searchPageSize: 2 })
    const { id } = await activeAgreement(sandbox)
    const ids: string[] = []
    for (const merchantPaymentChargeReference of ['a', 'b', 'c']) {
      ids.push((await createCharge(sandbox, id, { merchantPaymentChargeReference })).id)
    }
    const idsOf = (body: { data: Array<{ id: string }> }) => body.data.map(charge => charge.id)
    const byReference = await sandbox.get('/v1/payment-charges?merchantPaymentChargeReference=b')
    expect(idsOf(byReference.body)).toEqual([ids[1]])
    expect(byReference.body.data[0]).toEqual(await getCharge(sandbox, String(ids[1])))
    const first = await sandbox.get(`/v1/payment-charges?agreementId=${id}`)
    expect([idsOf(first.body), first.body.nextPage]).toEqual([ids.slice(0, 2), '2'])
    const second = await sandbox.get(first.body._links.next.href)
    expect([idsOf(second.body), second.body.nextPage]).toEqual([ids.slice(2), undefined])
  })

  it('returns an empty list for unknown values', async () => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.get('/v1/payment-charges?merchantPaymentChargeReference=none')
    expect([status, body.data, body.nextPage]).toEqual([200, [], undefined])
  })

  it.each(['', '?agreementId=a&merchantPaymentChargeReference=b', '?agreementId=a&page=0', '?agreementId=a&page=x'])(
    'refuses %j',
    async query => {
      const sandbox = await startTestSandbox()
      expect((await sandbox.get(`/v1/payment-charges${query}`)).status).toBe(400)
    },
  )
})
