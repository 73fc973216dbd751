import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rereadWebhook } from '../../../../src/providers/ppro/webhooks/webhook.ts'
import { activeBody, config, current, event, noticeOf, receive, signed } from '../../support/ppro-webhooks.ts'

describe('envelopes', () => {
  test('of another account: rejected', () => {
    expect(signed(event('PAYMENT_AGREEMENT_ACTIVE', { merchantId: 'merch_other' })).reading).toEqual({
      verdict: 'rejected',
      eventId: 'evt_1',
      type: 'PAYMENT_AGREEMENT_ACTIVE',
      reason: "another merchant's account",
    })
  })

  test('of any age: accepted', () => {
    const { reading } = signed({ ...event('PAYMENT_AGREEMENT_ACTIVE', {}), time: '2001-01-01T00:00:00Z' })
    expect(reading).toMatchObject({ verdict: 'accepted', notice: { occurredAt: new Date('2001-01-01T00:00:00Z') } })
  })

  test.each([
    'soon',
    '1',
    '2026-01-01',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00',
    '0000-01-01T00:00:00Z',
    '0026-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59-00:01',
    '+012026-01-01T00:00:00Z',
  ])('without a readable time: %s', time => {
    expect(signed({ ...event('PAYMENT_AGREEMENT_ACTIVE', {}), time }).reading).toMatchObject({
      verdict: 'accepted',
      notice: { occurredAt: null },
    })
  })

  test.each([
    ['not JSON', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['{}', 'no type or no data'],
    ['{"type":"PAYMENT_AGREEMENT_ACTIVE"}', 'no type or no data'],
  ])('%s: unreadable, under an id made from its bytes', (body, reason) => {
    const eventId = `sha256:${createHash('sha256').update(body).digest('hex')}`
    expect(signed(body)).toEqual({
      reading: { verdict: 'unreadable', eventId, reason },
      notes: [`unreadable webhook: ${reason}`],
    })
  })

  test('of an older version: the type in the data, and no id', () => {
    const data = { type: 'PAYMENT_AGREEMENT_ACTIVE', paymentAgreementId: 'agr_1' }
    expect(signed({ data }).reading).toMatchObject({
      verdict: 'accepted',
      notice: {
        eventId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        type: 'PAYMENT_AGREEMENT_ACTIVE',
        reports: [{ status: 'ACTIVE' }],
      },
    })
  })

  test('an event with its object nested, as third parties show them: the subject still names its object', () => {
    const notice = noticeOf('PAYMENT_AGREEMENT_ACTIVE', { agreement: { id: 'agr_2', status: 'ACTIVE' } }, 'agr_2')
    expect(notice.reports[0]).toMatchObject({ providerReference: 'agr_2', status: 'ACTIVE' })
  })

  test('a stored one is parsed again with the same result', () => {
    expect(rereadWebhook(config, Buffer.from(activeBody))).toEqual(
      (receive(activeBody, current).reading as { notice: unknown }).notice,
    )
    expect(rereadWebhook(config, Buffer.from('{}'))).toBeUndefined()
  })
})

test.each([
  'PAYMENT_INSTRUMENT_CREATED',
  'PAYMENT_INSTRUMENT_DETAILS_UPDATED',
  'PAYMENT_INSTRUMENT_DELETED',
  'REPORT_PROCESSED',
  'REPORT_FAILED',
  'REPORT_EXPIRED',
  'DISPUTE_ACTION_REQUIRED',
  'DISPUTE_LOST',
  'SOMETHING_ELSE',
])('%s is kept and changes nothing', type => {
  expect(noticeOf(type, { paymentChargeId: 'charge_1' })).toEqual({
    eventId: 'evt_1',
    type,
    occurredAt: new Date('2026-01-01T00:00:00.123Z'),
    subject: { kind: 'other', providerReference: null, sentReference: null },
    reports: [],
  })
})

test('any signed body gets a verdict, never an exception', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.constantFrom(
        'PAYMENT_CHARGE_CAPTURE_FAILED',
        'PAYMENT_AGREEMENT_FAILED',
        'FUNDS_STATE_CHANGED',
        'PAYMENT_CHARGE_DISCARDED',
      ),
      (json, type) => {
        const { reading } = signed({ id: 'evt_1', type, data: JSON.parse(json) })
        expect(['accepted', 'unreadable', 'rejected']).toContain(reading.verdict)
      },
    ),
  )
})
