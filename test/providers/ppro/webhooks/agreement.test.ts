import { describe, expect, test } from 'vitest'
import { event, noticeOf, signed } from '../../support/ppro-webhooks.ts'

describe('agreements', () => {
  const data = {
    paymentAgreementId: 'agr_1',
    paymentAgreementStatus: 'INITIALIZING',
    merchantPaymentAgreementReference: 'att_1',
  }
  const ids = { about: 'agreement', providerReference: 'agr_1', sentReference: 'att_1' }

  test('created, with its instrument', () => {
    const instrument = {
      id: 'instr_1',
      type: 'CARD_PPRO_VAULTED',
      details: { brand: 'VISA', last4Digits: '4242', expiryMonth: '08', expiryYear: 2030, bin: '424242' },
    }
    const notice = noticeOf('PAYMENT_AGREEMENT_CREATED', { ...data, instrument })
    expect(notice.subject).toEqual({ kind: 'agreement', providerReference: 'agr_1', sentReference: 'att_1' })
    expect(notice.reports[0]).toEqual({
      ...ids,
      status: 'INITIALIZING',
      authenticationMethods: [],
      instrument: {
        type: 'CARD_PPRO_VAULTED',
        token: 'instr_1',
        brand: 'VISA',
        last4: '4242',
        expiryMonth: 8,
        expiryYear: 2030,
      },
    })
  })

  test('waiting for the consumer', () => {
    const authenticationMethods = [
      { type: 'REDIRECT', details: { requestUrl: 'https://ppro.example/a', requestMethod: 'GET' } },
    ]
    expect(noticeOf('PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', { ...data, authenticationMethods }).reports[0]).toEqual(
      {
        ...ids,
        status: 'AUTHENTICATION_PENDING',
        authenticationMethods: [{ type: 'REDIRECT', requestUrl: 'https://ppro.example/a', requestMethod: 'GET' }],
      },
    )
    expect(noticeOf('PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', data).reports[0]).toEqual({
      ...ids,
      status: 'AUTHENTICATION_PENDING',
    })
  })

  test('failed', () => {
    const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'AUTHENTICATION_FAILED' }
    expect(noticeOf('PAYMENT_AGREEMENT_FAILED', { ...data, failure }).reports[0]).toMatchObject({
      ...ids,
      status: 'FAILED',
      failure: { code: 'AUTHENTICATION_FAILED' },
    })
  })

  test.each(['CONSUMER', 'MERCHANT', 'PROVIDER'])('revoked by %s', by => {
    expect(noticeOf(`PAYMENT_AGREEMENT_REVOKED_BY_${by}`, data).reports[0]).toEqual({
      ...ids,
      status: `REVOKED_BY_${by}`,
      authenticationMethods: [],
      revocation: { status: 'SUCCEEDED', by },
    })
  })

  test('updated: the status is in the data; an unknown one is logged and left out', () => {
    expect(
      noticeOf('PAYMENT_AGREEMENT_UPDATED', { ...data, paymentAgreementStatus: 'ACTIVE' }).reports[0],
    ).toMatchObject({
      status: 'ACTIVE',
    })
    const { reading, notes } = signed(event('PAYMENT_AGREEMENT_UPDATED', { ...data, paymentAgreementStatus: 'NEW' }))
    expect(reading).toMatchObject({ verdict: 'accepted', notice: { reports: [ids] } })
    expect(notes).toEqual(['unmapped agreement status NEW'])
  })

  test('a type that does not exist yet: kept, without a report, and logged', () => {
    const { reading, notes } = signed(event('PAYMENT_AGREEMENT_PAUSED', data))
    expect(reading).toMatchObject({
      verdict: 'accepted',
      notice: { subject: { kind: 'agreement', providerReference: 'agr_1' } },
    })
    expect(reading).toMatchObject({ notice: { reports: [] } })
    expect(notes).toEqual(['unmapped event type PAYMENT_AGREEMENT_PAUSED'])
  })
})
