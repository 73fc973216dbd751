import type { Subscriber } from '../../../chaos/audience/subscriber.ts'
import type { ApiCharge, Evidence, LoggedEvent } from '../../../chaos/evidence/evidence.ts'
import { noResponses } from '../../../chaos/load/responses.ts'
import type { PlannedCharge } from '../../../chaos/plan/plan.ts'
import type { LedgerCharge } from '../../../chaos/processes/simulators.ts'

export const charge: ApiCharge = {
  id: 'chg_1',
  version: 4,
  status: 'PARTIALLY_REFUNDED',
  provider: 'PPRO',
  captureMode: 'AUTOMATIC',
  providerReference: 'charge_1',
  agreementId: 'agr_1',
  needsAttention: false,
  failureCode: null,
  amount: 1_000n,
  currency: 'USD',
  authorized: 1_000n,
  captured: 1_000n,
  refunded: 400n,
  voided: 0n,
  operations: [
    { id: 'auz_1', kind: 'AUTHORIZATION', status: 'SUCCEEDED', amount: 1_000n, failureCode: null },
    { id: 'cap_1', kind: 'CAPTURE', status: 'SUCCEEDED', amount: 1_000n, failureCode: null },
    { id: 'ref_1', kind: 'REFUND', status: 'SUCCEEDED', amount: 400n, failureCode: null },
  ],
}

export const entry: LedgerCharge = {
  provider: 'PPRO',
  id: 'charge_1',
  reference: 'att_1',
  agreementId: 'agree_1',
  amount: 1_000,
  currency: 'USD',
  status: 'CAPTURED',
  captured: 1_000,
  refunded: 400,
  voided: 0,
}

export const planned: PlannedCharge = { index: 0, provider: 'PPRO', story: 'refundedTwice', amount: 1_000, choice: 0 }

const types = [
  'charge.created',
  'charge.authorization_succeeded',
  'charge.capture_succeeded',
  'charge.refund_succeeded',
]

export const log: readonly LoggedEvent[] = [
  logged('evt_0', 'agreement.created', { subjectId: 'agr_1', version: 1 }),
  ...types.map((type, index) => logged(`evt_${index + 1}`, type, { subjectId: 'chg_1', version: index + 1 })),
]

export function logged(id: string, type: string, given: Partial<LoggedEvent>): LoggedEvent {
  const occurredAt = '2026-11-23T12:00:00.000Z'
  return { id, type, source: 'API', subjectId: 'chg_1', version: 1, occurredAt, data: null, ...given }
}

export function subscriber(given: Partial<Subscriber> = {}): Subscriber {
  return {
    name: 'all events',
    interest: { changesOnly: false },
    seen: log.map(({ id, subjectId, version }) => ({ id, subjectId, version })),
    refusal: undefined,
    resumptions: 1,
    stop: async () => {},
    ...given,
  }
}

/** One charge on which all accounts agree. A test's change is the only difference. */
export function evidence(given: Partial<Evidence> = {}): Evidence {
  const responses = noResponses()
  responses.charges.set('key-1', { planned, ids: new Set(['chg_1']) })
  responses.operations.set('key-1-refund', { kind: 'REFUND', chargeId: 'chg_1', ids: new Set(['ref_1']) })
  responses.seenCharges.push({ id: 'chg_1', version: 3, status: 'CAPTURED', captured: 1_000n, refunded: 0n })
  responses.seenOperations.push({ id: 'ref_1', kind: 'REFUND', status: 'SUCCEEDED' })
  return {
    responses,
    charges: [charge],
    agreements: [
      {
        ...{ id: 'agr_1', version: 1, status: 'ACTIVE', provider: 'PPRO', providerReference: 'agree_1' },
        ...{ needsAttention: false, revocations: [] },
      },
    ],
    schedules: [],
    firstDay: new Date('2026-11-23T00:00:00.000Z'),
    log,
    ledger: { charges: [entry], agreements: [], webhooks: [] },
    rows: {
      providerRequests: [providerRequest('att_1', 'CHARGE_CREATE'), providerRequest('att_2', 'REFUND')],
      keys: [
        { mutation: 'chargeCreate', key: 'key-1', objectId: 'chg_1' },
        { mutation: 'chargeRefund', key: 'key-1-refund', objectId: 'ref_1' },
      ],
      charges: [
        { id: 'chg_1', version: 4, status: 'PARTIALLY_REFUNDED', captured: 1_000n, refunded: 400n, voided: 0n },
      ],
      occurrenceCount: 0,
      eventCount: log.length,
      calls: [],
    },
    subscribers: [subscriber()],
    deaths: [],
    ...given,
  }
}

export function providerRequest(id: string, purpose: string) {
  return { id, purpose, state: 'SETTLED', agreementId: 'agr_1', chargeId: 'chg_1', operationId: null }
}
