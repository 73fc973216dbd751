import { expect, test } from 'vitest'
import { compare } from '../../../chaos/compare/compare.ts'
import type { ApiOccurrence, ApiSchedule, Evidence } from '../../../chaos/evidence/evidence.ts'
import type { PlannedSchedule } from '../../../chaos/plan/schedule-plan.ts'
import { charge, entry, evidence, log, logged, providerRequest, subscriber } from '../support/evidence.ts'

const planned: PlannedSchedule = { index: 0, provider: 'PPRO', story: 'paused', amount: 1_000, timeOfDay: '09:30' }

const occurrences: readonly ApiOccurrence[] = ['PAID', 'SKIPPED', 'SKIPPED'].map((status, index) => ({
  ...{ id: `occ_${index}`, index, status, statusReason: null, amount: 1_000n },
  dueAt: `2026-11-2${4 + index}T09:30:00.000Z`,
  chargeIds: status === 'PAID' ? ['chg_2'] : [],
}))

const schedule: ApiSchedule = { id: 'sch_1', version: 1, status: 'COMPLETED', agreementId: 'agr_1', occurrences }

const paid = { ...entry, id: 'charge_2', reference: 'att_3', refunded: 0 }

/** The one charge of `evidence`, and a schedule whose first occurrence is paid. */
function scheduled(given: Partial<ApiSchedule> = {}, more: Partial<Evidence> = {}): Evidence {
  const base = evidence()
  base.responses.schedules.set('key-2', { planned, ids: new Set(['sch_1']) })
  const events = [
    ...log,
    logged('evt_5', 'schedule.created', { subjectId: 'sch_1', version: 1 }),
    logged('evt_6', 'charge.created', { subjectId: 'chg_2', version: 1 }),
  ]
  const captured = { id: 'chg_2', version: 1, status: 'CAPTURED', captured: 1_000n, refunded: 0n, voided: 0n }
  const operations = charge.operations.filter(({ kind }) => kind !== 'REFUND')
  return {
    ...base,
    charges: [charge, { ...charge, ...captured, providerReference: 'charge_2', operations }],
    schedules: [{ ...schedule, ...given }],
    log: events,
    subscribers: [subscriber({ seen: events })],
    ledger: { ...base.ledger, charges: [entry, paid] },
    rows: {
      ...base.rows,
      keys: [...base.rows.keys, { mutation: 'scheduleCreate', key: 'key-2', objectId: 'sch_1' }],
      providerRequests: [
        ...base.rows.providerRequests,
        { ...providerRequest('att_3', 'CHARGE_CREATE'), chargeId: 'chg_2' },
      ],
      charges: [...base.rows.charges, captured],
      occurrenceCount: 3,
      eventCount: events.length,
    },
    ...more,
  }
}

const changed = (index: number, change: Partial<ApiOccurrence>) => ({
  occurrences: occurrences.map(of => (of.index === index ? { ...of, ...change } : of)),
})
const found = (given: Evidence) => compare(given).map(({ kind, what }) => `${kind}: ${what}`)

test('a schedule with one occurrence that was paid, and two that a pause skipped, has no difference', () => {
  expect(found(scheduled())).toEqual([])
})

test.each<[what: string, given: Evidence, ...differences: string[]]>([
  [
    'an occurrence that was charged twice',
    scheduled({}, { ledger: { ...evidence().ledger, charges: [entry, paid, { ...paid, id: 'charge_3' }] } }),
    'double charge: chg_2 is 2 charges at the provider: charge_2 CAPTURED, charge_3 CAPTURED',
    'double charge: occurrence occ_0 (PAID) of 1000 is 2 charges at the provider',
  ],
  [
    'a paid occurrence that the provider does not have',
    scheduled(changed(1, { status: 'PAID' })),
    'lost: occurrence occ_1 (PAID) of 1000: the provider captured 0',
  ],
  [
    'a failed occurrence that the provider has charged',
    scheduled(changed(0, { status: 'FAILED' })),
    'unexpected outcome: the occurrences of schedule sch_1 (paused) are FAILED, SKIPPED, SKIPPED',
    'records: occurrence occ_0 (FAILED) of 1000: the provider has charged it',
  ],
  [
    'an occurrence that is still open',
    scheduled({ ...changed(2, { status: 'UPCOMING' }), status: 'ACTIVE' }),
    'stuck: schedule sch_1 (paused) is ACTIVE',
    'unexpected outcome: the occurrences of schedule sch_1 (paused) are PAID, SKIPPED, UPCOMING',
    'stuck: occurrence occ_2 (UPCOMING) of 1000',
  ],
  [
    'an occurrence that is missing',
    scheduled({ occurrences: occurrences.slice(0, 2) }),
    'lost: the database has 3 occurrences, the API 2',
    'lost: schedule sch_1 (paused) has 2 occurrences',
  ],
  [
    'an occurrence on another day',
    scheduled(changed(2, { dueAt: '2026-11-27T09:30:00.000Z' })),
    'records: schedule sch_1 (paused) is due 2026-11-24T09:30:00.000Z, 2026-11-25T09:30:00.000Z, ' +
      '2026-11-27T09:30:00.000Z, not 2026-11-24T09:30:00.000Z, 2026-11-25T09:30:00.000Z, 2026-11-26T09:30:00.000Z',
  ],
  [
    'a charge that neither a key nor an occurrence has',
    scheduled(changed(0, { chargeIds: [], status: 'SKIPPED' })),
    'double charge: chg_2 was created without an idempotency key',
    'unexpected outcome: the occurrences of schedule sch_1 (paused) are SKIPPED, SKIPPED, SKIPPED',
  ],
  [
    'a key that made two schedules',
    (() => {
      const given = scheduled()
      given.responses.schedules.get('key-2')?.ids.add('sch_2')
      return given
    })(),
    'double charge: the responses to key key-2 contain different objects: sch_1 and sch_2',
  ],
  [
    'a version of a schedule that its subscriber never saw',
    scheduled(
      {},
      {
        subscribers: [
          subscriber({
            name: 'schedule',
            interest: { object: { id: 'sch_1', afterVersion: 0 }, changesOnly: true },
            seen: [],
          }),
        ],
      },
    ),
    'subscriber: schedule: never saw 1 events: sch_1@1',
  ],
])('%s is reported', (_what, given, ...differences) => {
  expect(found(given)).toEqual(differences)
})
