import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activeBody, config, current, deprecated, receive } from '../support/ppro-webhooks.ts'

describe('signatures', () => {
  test.each([
    [
      'current, short',
      '{"a":1}',
      { 'ppro-signature': 't=1735689600,s=9dc359c902d07854ead15ee590a1ddf7c10e6322aaf7b1500d4b3ec6e09b701e' },
    ],
    [
      'deprecated, short',
      '{"a":1}',
      { 'webhook-signature': '5d970e97f7a9cff0ca3755531d82fb696c786bf4a204560b873e947011da8b2b' },
    ],
  ])('vector: %s (genuine, with an empty body)', (_name, body, headers) => {
    expect(receive(body, headers).reading).toMatchObject({ verdict: 'unreadable', reason: 'no type or no data' })
  })

  test.each([
    ['current', current],
    ['deprecated', deprecated],
    ['both', { ...current, ...deprecated }],
    [
      'current, in capitals',
      { 'ppro-signature': current['ppro-signature'].replace(/s=(.*)/, (_, hex: string) => `s=${hex.toUpperCase()}`) },
    ],
    ['current, with a wrong deprecated one', { ...current, 'webhook-signature': '0'.repeat(64) }],
  ])('vector: %s', (_name, headers) => {
    expect(receive(activeBody, headers).reading).toEqual({
      verdict: 'accepted',
      notice: {
        eventId: 'evt0000000000000000001',
        type: 'PAYMENT_AGREEMENT_ACTIVE',
        occurredAt: new Date('2025-01-01T00:00:00.000Z'),
        subject: { kind: 'agreement', providerReference: 'agr_000000000000000000001', sentReference: null },
        reports: [
          {
            about: 'agreement',
            providerReference: 'agr_000000000000000000001',
            status: 'ACTIVE',
            authenticationMethods: [],
          },
        ],
      },
    })
  })

  const time = current['ppro-signature'].split(',')[0]
  const hex = current['ppro-signature'].split('s=')[1]
  test.each<[string, string, Record<string, string>, string]>([
    ['none', activeBody, {}, 'no signature'],
    ['empty', activeBody, { 'ppro-signature': '' }, 'PPRO-Signature is malformed'],
    [
      'a wrong current one with a right deprecated one',
      activeBody,
      { ...deprecated, 'ppro-signature': `${time},s=${'0'.repeat(64)}` },
      'PPRO-Signature does not match',
    ],
    [
      'a malformed current one with a right deprecated one',
      activeBody,
      { ...deprecated, 'ppro-signature': 'x' },
      'PPRO-Signature is malformed',
    ],
    ['another time', activeBody, { 'ppro-signature': `t=1735689601,s=${hex}` }, 'PPRO-Signature does not match'],
    [
      'two signatures',
      activeBody,
      { 'ppro-signature': `${time},s=${'0'.repeat(64)},s=${hex}` },
      'PPRO-Signature is malformed',
    ],
    ['a short one', activeBody, { 'ppro-signature': `${time},s=${hex?.slice(2)}` }, 'PPRO-Signature is malformed'],
    [
      'a short deprecated one',
      activeBody,
      { 'webhook-signature': deprecated['webhook-signature'].slice(2) },
      'Webhook-Signature is malformed',
    ],
    [
      'the same JSON written again',
      JSON.stringify(JSON.parse(activeBody), null, 1),
      current,
      'PPRO-Signature does not match',
    ],
    ['the same JSON written again, deprecated', `${activeBody}\n`, deprecated, 'Webhook-Signature does not match'],
    [
      'the HMAC as the deprecated header',
      activeBody,
      { 'webhook-signature': hex ?? '' },
      'Webhook-Signature does not match',
    ],
  ])('forged: %s', (_name, body, headers, reason) => {
    expect(receive(body, headers)).toEqual({ reading: { verdict: 'forged', reason }, notes: [] })
  })

  test.each([current, deprecated])('forged: another secret (%j)', headers => {
    expect(receive(activeBody, headers, 'local-test-secreT').reading.verdict).toBe('forged')
  })

  test('forged: any single bit of the body changed (scenario 13)', () => {
    fc.assert(
      fc.property(
        fc.nat(Buffer.byteLength(activeBody) - 1),
        fc.nat(7),
        fc.constantFrom(current, deprecated),
        (index, bit, headers) => {
          const body = Buffer.from(activeBody)
          body[index] = (body[index] ?? 0) ^ (1 << bit)
          expect(receive(body, headers as Record<string, string>).reading.verdict).toBe('forged')
        },
      ),
    )
  })

  test('computed over the raw bytes, even if these are not UTF-8', () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d])
    const signature = createHmac('sha256', config.webhookSecret).update('1.').update(body).digest('hex')
    expect(receive(body, { 'ppro-signature': `t=1,s=${signature}` }).reading.verdict).toBe('unreadable')
    const hash = createHash('sha256').update(body).update(`.${config.webhookSecret}`).digest('hex')
    expect(receive(body, { 'webhook-signature': hash }).reading.verdict).toBe('unreadable')
  })
})
