import { expect, test } from 'vitest'
import { storableReading } from '../../../src/operations/webhook/storable-reading.ts'
import type { ProviderReport } from '../../../src/providers/port/outcome.ts'
import type { WebhookReading } from '../../../src/providers/port/provider.ts'

function accepted(report: Partial<ProviderReport>) {
  const notice = {
    eventId: 'event-1',
    type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
    // Compared with our own times, and not stored.
    occurredAt: new Date('+200000-01-01T00:00:00Z'),
    subject: { kind: 'charge', providerReference: 'charge_1', sentReference: 'att_1' },
    reports: [{ about: 'charge', operations: [], complete: false, ...report } as ProviderReport],
  } as const
  return { verdict: 'accepted', notice } satisfies WebhookReading
}
const capture = (amount: bigint) => ({ kind: 'CAPTURE', status: 'SUCCEEDED', amount }) as const

test.each<[string, Partial<ProviderReport>]>([
  ['an amount of 64 bits', { operations: [capture(2n ** 63n - 1n)] }],
  ['an id of 255 characters', { providerReference: 'x'.repeat(255) }],
  ['an id of 255 characters, each of two units', { providerReference: '😀'.repeat(255) }],
  [
    'a long text that is not an id',
    { authenticationMethods: [{ type: 'SCAN_CODE', codePayload: 'x'.repeat(30_000) }] },
  ],
  ['the last instant', { captureBefore: new Date('9999-12-31T23:59:59.999Z') }],
])('what can be stored is unchanged: %s', (_name, report) => {
  const reading = accepted(report)
  expect(storableReading(reading, Buffer.from('body'))).toBe(reading)
})

test.each<[string, Partial<ProviderReport>]>([
  ['amount is too large', { operations: [capture(2n ** 63n)] }],
  ['providerReference is longer than 255 characters', { providerReference: 'x'.repeat(256) }],
  [
    'codePayload has characters that cannot be stored',
    { authenticationMethods: [{ type: 'SCAN_CODE', codePayload: '\0' }] },
  ],
  ['captureBefore is not a time that can be stored', { captureBefore: new Date('+010000-01-01T00:00:00Z') }],
  ['captureBefore is not a time that can be stored', { captureBefore: new Date(Number.NaN) }],
])('what the database would refuse is unreadable: %s', (reason, report) => {
  expect(storableReading(accepted(report), Buffer.from('body'))).toEqual({
    verdict: 'unreadable',
    eventId: 'event-1',
    reason,
  })
})
