import { expect, test } from 'vitest'
import type { EventFact } from '../../../src/domain/event-log/describe-event.ts'
import { type CallFact, chargeTimeline, type WebhookFact } from '../../../src/domain/event-log/timeline.ts'

const at = (milliseconds: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, 0, milliseconds))
const money = { amount: '1000', currency: 'USD' }
/** As the log stores it: a type and JSON. */
const event = (type: string, given: object = {}) =>
  ({ type, source: 'API', actor: 'key_1', occurredAt: at(0), status: null, data: money, ...given }) as EventFact
const call = (given: Partial<CallFact> = {}): CallFact => ({
  provider: 'PPRO',
  purpose: 'CHARGE_CREATE',
  verb: 'send',
  outcome: 'approved',
  httpStatus: 200,
  summary: '200, CAPTURED',
  durationMs: 120,
  at: at(0),
  ...given,
})
const webhook = (given: Partial<WebhookFact> = {}): WebhookFact => ({
  id: 'pev_1',
  provider: 'PPRO',
  type: 'PAYMENT_CHARGE_SUCCESS',
  status: 'PROCESSED',
  deliveries: 1,
  error: null,
  receivedAt: at(0),
  ...given,
})
const summaries = (story: Partial<Parameters<typeof chargeTimeline>[0]>) =>
  chargeTimeline({ events: [], calls: [], webhooks: [], occurrence: null, archivedSince: null, ...story }).map(
    ({ summary }) => summary,
  )

test('within a millisecond: request, response, decision', () => {
  const story = chargeTimeline({
    events: [
      event('charge.created', { data: money }),
      event('charge.authorization_succeeded', {
        source: 'PROVIDER_RESPONSE',
        data: { ...money, operationId: 'auz_1' },
      }),
    ],
    calls: [call()],
    webhooks: [webhook()],
    occurrence: null,
    archivedSince: null,
  })
  expect(story.map(({ type }) => type)).toEqual([
    'charge.created',
    'provider.notification',
    'provider.request',
    'charge.authorization_succeeded',
  ])
})

test('otherwise by time, whatever the source', () => {
  const story = chargeTimeline({
    events: [event('charge.created', { occurredAt: at(1) }), event('charge.capture_pending', { occurredAt: at(5) })],
    calls: [call({ at: at(2) }), call({ verb: 'queryStatus', at: at(4) })],
    webhooks: [webhook({ receivedAt: at(3) })],
    occurrence: null,
    archivedSince: null,
  })
  expect(story.map(entry => [entry.at.getUTCMilliseconds(), entry.type, entry.source, entry.actor])).toEqual([
    [1, 'charge.created', 'API', 'key_1'],
    [2, 'provider.request', 'PROVIDER_RESPONSE', null],
    [3, 'provider.notification', 'WEBHOOK', null],
    [4, 'provider.status_query', 'RECONCILIATION', null],
    [5, 'charge.capture_pending', 'API', 'key_1'],
  ])
})

test.each([
  ['charge.created', { status: 'PROCESSING', data: money }, 'Charge of 10.00 USD recorded, before anything was sent.'],
  ['charge.capture_requested', { data: { ...money, currency: 'JPY' } }, 'Capture of 1000 JPY requested.'],
  [
    'charge.authorization_pending',
    { status: 'AUTHORIZATION_PENDING', data: money },
    'Authorization of 10.00 USD accepted by the provider; the outcome comes later. The charge is now AUTHORIZATION_PENDING.',
  ],
  [
    'charge.refund_unknown',
    { data: money },
    'The response to the refund of 10.00 USD was lost: it may have happened. The gateway queries the provider for the outcome.',
  ],
  ['charge.void_succeeded', { data: money }, 'Void of 10.00 USD done.'],
  [
    'charge.authorization_failed',
    {
      status: 'FAILED',
      data: {
        ...money,
        failure: { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS', advice: 'RETRY_LATER', message: 'No.' },
      },
    },
    'Authorization of 10.00 USD failed: INSUFFICIENT_FUNDS (SOFT_DECLINE, RETRY_LATER). The charge is now FAILED.',
  ],
  [
    'charge.contradiction',
    { data: { kind: 'CAPTURE', recorded: 'SUCCEEDED', reported: 'FAILED' } },
    'Contradiction: the capture is recorded as SUCCEEDED, but the provider reports FAILED. Nothing was changed; a person must check.',
  ],
  [
    'reconciliation.break',
    { data: { what: 'currency', ours: 'USD', theirs: 'EUR' } },
    'Reconciliation break: currency is USD in our records and EUR at the provider. A person must check.',
  ],
  ['charge.chargeback_opened', {}, 'Charge chargeback opened.'],
  [
    'charge.capture_failed',
    { data: { amount: '1', currency: 'XXX' } },
    'Capture of an unknown amount failed: no reason given.',
  ],
] as const)('renders %s', (type, given, summary) => {
  expect(summaries({ events: [event(type, given)] })).toEqual([summary])
})

test('marks what the provider did automatically', () => {
  const own = { ...money, operationId: 'voi_1' }
  const asked = { ...money, operationId: 'voi_2' }
  expect(
    summaries({
      events: [
        event('charge.void_succeeded', { source: 'WEBHOOK', data: own, status: 'VOIDED' }),
        event('charge.void_requested', { data: asked }),
        event('charge.void_succeeded', { data: asked }),
        event('charge.authorization_succeeded', { data: { ...money, operationId: 'auz_1' } }),
      ],
    }),
  ).toEqual([
    'Void of 10.00 USD requested.',
    'Void of 10.00 USD done by the provider, without a request of the gateway. The charge is now VOIDED.',
    'Void of 10.00 USD done.',
    'Authorization of 10.00 USD done.',
  ])
})

test('shows the exchanges over the wire', () => {
  expect(
    summaries({
      calls: [
        call(),
        call({ purpose: 'REFUND', outcome: 'unknown', summary: 'timeout after 10000 ms' }),
        call({ verb: 'queryStatus', outcome: 'absent', summary: '404, not found' }),
      ],
      webhooks: [webhook({ deliveries: 3 }), webhook({ type: null, status: 'FAILED' })],
    }),
  ).toEqual([
    'PPRO sent the webhook PAYMENT_CHARGE_SUCCESS: processed, delivered 3 times.',
    'PPRO sent the webhook (unreadable): could not be processed.',
    'Sent the charge to PPRO: done (200, CAPTURED).',
    'Sent the refund to PPRO: no reliable answer (timeout after 10000 ms).',
    'Queried PPRO for the status of the charge: 404, not found.',
  ])
})
