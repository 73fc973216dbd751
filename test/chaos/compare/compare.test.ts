import { expect, test } from 'vitest'
import { compare } from '../../../chaos/compare/compare.ts'
import type { Evidence } from '../../../chaos/evidence/evidence.ts'
import { charge, entry, evidence, log, logged, planned, providerRequest, subscriber } from '../support/evidence.ts'

const base = evidence()
const withRows = (rows: Partial<Evidence['rows']>) => evidence({ rows: { ...base.rows, ...rows } })
const withLedger = (...charges: Evidence['ledger']['charges']) => evidence({ ledger: { ...base.ledger, charges } })
const withTold = (change: (responses: Evidence['responses']) => void) => {
  const made = evidence()
  change(made.responses)
  return made
}
const found = (given: Evidence) => compare(given).map(({ kind, what }) => `${kind}: ${what}`)

test('equal accounts have no difference', () => {
  expect(compare(base)).toEqual([])
})

const planted: readonly (readonly [what: string, given: Evidence, ...differences: readonly string[]])[] = [
  [
    'a second charge at the provider',
    withLedger(entry, { ...entry, id: 'charge_2' }),
    'double charge: chg_1 is 2 charges at the provider: charge_1 CAPTURED, charge_2 CAPTURED',
  ],
  [
    'a key that was answered two charges',
    withTold(({ charges }) => charges.get('key-1')?.ids.add('chg_2')),
    'double charge: the responses to key key-1 contain different objects: chg_1 and chg_2',
    'lost: a response contains chg_2, but it does not exist',
  ],
  [
    'a charge without a key',
    withRows({ keys: base.rows.keys.slice(1) }),
    'lost: the response to key key-1 contains chg_1, but the key is bound to undefined',
    'double charge: chg_1 was created without an idempotency key',
  ],
  [
    'a provider that has nothing of it',
    withLedger(),
    'lost: chg_1 is PARTIALLY_REFUNDED, but the provider has no record of it',
  ],
  [
    'a charge at the provider that is nobody’s',
    withLedger(entry, { ...entry, id: 'charge_9', reference: 'att_9' }),
    'orphan: PPRO has charge_9 (att_9), which is not a provider request of the gateway',
  ],
  [
    'money that the provider counts otherwise',
    withLedger({ ...entry, refunded: 800 }),
    'records: chg_1 at PPRO: sums {"amount":1000,"captured":1000,"refunded":400,"voided":0} are {"amount":1000,"captured":1000,"refunded":800,"voided":0}',
  ],
  [
    'a status that the ledger does not bear out',
    withLedger({ ...entry, status: 'PENDING' }),
    'records: chg_1 at PPRO: status PARTIALLY_REFUNDED is PENDING',
  ],
  ['another currency', withLedger({ ...entry, currency: 'EUR' }), 'records: chg_1 at PPRO: currency USD is EUR'],
  [
    'another name at the provider',
    withLedger({ ...entry, id: 'charge_2' }),
    'records: chg_1 at PPRO: reference charge_1 is charge_2',
  ],
  [
    'a database that differs from the API',
    withRows({ charges: base.rows.charges.map(row => ({ ...row, version: 5 })) }),
    'records: chg_1 (PARTIALLY_REFUNDED, version 4): the database has PARTIALLY_REFUNDED, version 5',
  ],
  [
    'more refunded than captured',
    evidence({ charges: [{ ...charge, captured: 300n }] }),
    'records: chg_1 at PPRO: sums {"amount":1000,"captured":300,"refunded":400,"voided":0} are {"amount":1000,"captured":1000,"refunded":400,"voided":0}',
    'records: chg_1 (PARTIALLY_REFUNDED, version 4): more is refunded than was captured',
    'records: chg_1 (PARTIALLY_REFUNDED, version 4): its sums are not those of its operations',
    'records: chg_1 (PARTIALLY_REFUNDED, version 4): the database has other sums',
    'broken promise: chg_1 had 1000 captured and 0 refunded in a response, but has less now',
  ],
  [
    'a refund that nobody asked for',
    withRows({ keys: base.rows.keys.slice(0, 1) }),
    'lost: the response to key key-1-refund contains ref_1, but the key is bound to undefined',
    'records: chg_1: no caller requested REFUND ref_1 of 400',
  ],
  [
    'a provider request without an outcome',
    withRows({
      providerRequests: [
        providerRequest('att_1', 'CHARGE_CREATE'),
        { ...providerRequest('att_2', 'REFUND'), state: 'UNKNOWN' },
      ],
    }),
    'stuck: provider request att_2 (REFUND of chg_1) is UNKNOWN',
  ],
  [
    'an agreement that never came through',
    evidence({ agreements: base.agreements.map(agreement => ({ ...agreement, status: 'INITIALIZING' })) }),
    'stuck: agreement agr_1 is INITIALIZING',
  ],
  [
    'a person who is needed',
    evidence({ charges: [{ ...charge, needsAttention: true }] }),
    'needs attention: chg_1: charge.created, charge.authorization_succeeded, charge.capture_succeeded, charge.refund_succeeded',
  ],
  [
    'an agreement that needs a person',
    evidence({ agreements: base.agreements.map(agreement => ({ ...agreement, needsAttention: true })) }),
    'needs attention: agr_1: agreement.created',
  ],
  [
    'an answer that went further than what is so now',
    withTold(({ seenCharges }) =>
      seenCharges.push({ id: 'chg_1', version: 5, status: 'REFUNDED', captured: 1_000n, refunded: 1_000n }),
    ),
    'broken promise: chg_1 had version 5 in a response, but has version 4 now',
  ],
  [
    'an acknowledged success that is gone',
    withTold(({ seenOperations }) => seenOperations.push({ id: 'ref_9', kind: 'REFUND', status: 'SUCCEEDED' })),
    'broken promise: REFUND ref_9 was in a response, but no longer exists',
  ],
  [
    'an acknowledged failure that came true',
    withTold(({ seenOperations }) => seenOperations.push({ id: 'ref_1', kind: 'REFUND', status: 'FAILED' })),
    'broken promise: REFUND ref_1 was FAILED in a response, but is SUCCEEDED now',
  ],
  [
    'a revocation that did not hold',
    withTold(({ revoked }) => revoked.add('agr_1')),
    'broken promise: agreement agr_1 was revoked, but is ACTIVE',
  ],
  [
    'an outcome that its story does not have',
    withTold(({ charges }) =>
      charges.set('key-1', { planned: { ...planned, story: 'plain' }, ids: new Set(['chg_1']) }),
    ),
    'unexpected outcome: chg_1 (plain) should be CAPTURED, but is PARTIALLY_REFUNDED',
  ],
  [
    'a version missing in the log',
    evidence({ log: log.filter(({ id }) => id !== 'evt_3'), subscribers: [] }),
    'log: the log shows 4 of 5 events',
    'log: versions of chg_1 in the log: 1, 2, 4',
  ],
  [
    'an event that a subscriber never saw',
    evidence({ subscribers: [subscriber({ seen: subscriber().seen.slice(0, -1) })] }),
    'subscriber: all events: never saw 1 events: evt_4',
  ],
  [
    'events that came in another order',
    evidence({ subscribers: [subscriber({ seen: subscriber().seen.toReversed() })] }),
    'subscriber: all events: versions of chg_1 came as 4, 3, 2, 1',
  ],
  [
    'a subscriber who was sent away',
    evidence({ subscribers: [subscriber({ refusal: 'CURSOR_EXPIRED: gone' })] }),
    'subscriber: all events: refused: CURSOR_EXPIRED: gone',
  ],
  ['a process that died', evidence({ deaths: ['the gateway: exit code 1'] }), 'process: the gateway: exit code 1'],
]

test.each(planted.map(([what, given, ...differences]) => ({ what, given, differences })))(
  '$what is reported',
  ({ given, differences }) => {
    expect(found(given)).toEqual(differences)
  },
)

test('an event that a subscriber sees again is no difference', () => {
  const { seen } = subscriber()
  expect(compare(evidence({ subscribers: [subscriber({ seen: [...seen, ...seen.slice(2)] })] }))).toEqual([])
})

test('a subscriber of one charge sees each version after its first one, and no notes', () => {
  const note = logged('evt_5', 'charge.contradiction', { version: 4 })
  const seen = [3, 4].map(version => ({ id: `chg_1@${version}`, subjectId: 'chg_1', version }))
  const interest = { object: { id: 'chg_1', afterVersion: 2 }, changesOnly: true }
  const given = (of: typeof seen) =>
    evidence({
      log: [...log, note],
      rows: { ...base.rows, eventCount: 6 },
      subscribers: [subscriber({ name: 'charge', interest, seen: of })],
    })
  expect(found(given(seen))).toEqual([])
  expect(found(given(seen.slice(1)))).toEqual(['subscriber: charge: never saw 1 events: chg_1@3'])
})

test('a subscriber of one agreement sees it and its charges', () => {
  const stranger = logged('evt_5', 'agreement.created', { subjectId: 'agr_2', version: 1 })
  const given = evidence({
    log: [...log, stranger],
    rows: { ...base.rows, eventCount: 6 },
    subscribers: [subscriber({ interest: { agreementId: 'agr_1', changesOnly: false } })],
  })
  expect(found(given)).toEqual([])
})

test('a consumer whose page was lost ends as FAILED while the provider still waits; any other reason is a difference', () => {
  const given = (failureCode: string) =>
    evidence({
      responses: { ...base.responses, operations: new Map(), seenCharges: [], seenOperations: [] },
      charges: [
        { ...charge, status: 'FAILED', failureCode, authorized: 0n, captured: 0n, refunded: 0n, operations: [] },
      ],
      ledger: { ...base.ledger, charges: [{ ...entry, status: 'PENDING', captured: 0, refunded: 0 }] },
      rows: {
        ...base.rows,
        charges: [{ id: 'chg_1', version: 4, status: 'FAILED', captured: 0n, refunded: 0n, voided: 0n }],
        keys: base.rows.keys.slice(0, 1),
      },
    })
  expect(found(given('AUTHENTICATION_PAGE_LOST'))).toEqual([])
  expect(found(given('GENERIC_DECLINE'))).toEqual([
    'records: chg_1 at PPRO: status FAILED is PENDING',
    'lost: chg_1 (refundedTwice) should be PARTIALLY_REFUNDED, but is FAILED GENERIC_DECLINE',
  ])
})
