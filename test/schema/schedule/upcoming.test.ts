import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScheduleStatus } from '../../../src/domain/enums.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addConsumer, type NewAgreement } from '../support/rows.ts'
import { addOccurrence, addSchedule, type NewSchedule } from '../support/schedule-rows.ts'

let graph: TestGraph
let agreement: NewAgreement
beforeAll(async () => {
  graph = await startGraph()
  agreement = await addAgreement(graph.database, await addConsumer(graph.database, graph.tenant))
})
afterAll(() => graph.stop())

async function given(schedule: Partial<NewSchedule>, index = 0): Promise<string> {
  const { database } = graph
  const row = await addSchedule(database, agreement, schedule)
  await addOccurrence(database, row, { index })
  return row.id
}
const ask = async (id: string, selection: string) =>
  (await graph.data(`query ($id: ID!) { schedule(id: $id) { ${selection} } }`, { id })).schedule

test('the next instants, from the next occurrence on: clamped to the month’s end and back, and following the zone’s clock changes', async () => {
  const id = await given({ anchorDate: '2025-12-31' }, 1)
  expect(await ask(id, 'nextChargeAt upcoming(first: 5)')).toEqual({
    nextChargeAt: '2026-01-31T14:00:00.000Z',
    upcoming: [
      '2026-01-31T14:00:00.000Z',
      '2026-02-28T14:00:00.000Z',
      '2026-03-31T13:00:00.000Z',
      '2026-04-30T13:00:00.000Z',
      '2026-05-31T13:00:00.000Z',
    ],
  })
})

test('12 by default, 100 at most, none if none are requested', async () => {
  const id = await given({ intervalUnit: 'DAY' })
  expect((await ask(id, 'upcoming')).upcoming).toHaveLength(12)
  expect((await ask(id, 'upcoming(first: 100)')).upcoming).toHaveLength(100)
  expect(await ask(id, 'upcoming(first: 0)')).toEqual({ upcoming: [] })
  for (const first of [101, -1]) {
    const { errors } = await graph.run(`{ schedule(id: "${id}") { upcoming(first: ${first}) } }`)
    expect(errors?.map(({ message, extensions }) => [message, extensions])).toEqual([
      [
        'first: Must be from 0 to 100.',
        { code: 'BAD_USER_INPUT', issues: [{ path: ['first'], code: 'RANGE', message: 'Must be from 0 to 100.' }] },
      ],
    ])
  }
})

test.each([
  ['maxOccurrences', { maxOccurrences: 3 }],
  ['endDate', { endDate: '2026-05-01' }],
] as const)('ends with %s', async (_field, end) => {
  const id = await given(end, 1)
  expect(await ask(id, 'upcoming')).toEqual({ upcoming: ['2026-04-01T13:00:00.000Z', '2026-05-01T13:00:00.000Z'] })
})

test.each<[ScheduleStatus, boolean]>([
  ['ACTIVE', true],
  ['PAST_DUE', true],
  ['PAUSED', false],
])('%s: is something charged next? %s', async (status, charges) => {
  const id = await given({ status })
  const first = '2026-03-01T14:00:00.000Z'
  expect(await ask(id, 'nextChargeAt upcoming(first: 1)')).toEqual(
    charges ? { nextChargeAt: first, upcoming: [first] } : { nextChargeAt: null, upcoming: [] },
  )
})

test('after the last occurrence nothing is charged next, though it may still be retried', async () => {
  const schedule = await addSchedule(graph.database, agreement, { status: 'PAST_DUE', maxOccurrences: 1 })
  await addOccurrence(graph.database, schedule, { status: 'RETRYING', nextAt: new Date('2026-03-02T14:00:00Z') })
  expect(await ask(schedule.id, 'nextChargeAt upcoming')).toEqual({ nextChargeAt: null, upcoming: [] })
})

const preview = 'dueAt retryable retries onExhausted taxonomyVersion'
const after = async (id: string, args: string) => (await ask(id, `retriesAfter(${args}) { ${preview} }`)).retriesAfter
const taxonomyVersion = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)

test('what-if: a soft decline of the next occurrence is retried on the days of the policy, at the time of day', async () => {
  const id = await given({ retryAfterDays: [1, 8], onExhausted: 'CANCEL' })
  expect(await after(id, 'failureCode: "INSUFFICIENT_FUNDS"')).toEqual({
    dueAt: '2026-03-01T14:00:00.000Z',
    retryable: true,
    // On 8 March the clocks are put forward.
    retries: ['2026-03-02T14:00:00.000Z', '2026-03-09T13:00:00.000Z'],
    onExhausted: 'CANCEL',
    taxonomyVersion,
  })
})

test('what-if: a hard decline is never retried', async () => {
  const id = await given({})
  expect(await after(id, 'failureCode: "EXPIRED_CARD"')).toEqual({
    dueAt: '2026-03-01T14:00:00.000Z',
    retryable: false,
    retries: [],
    onExhausted: 'PAUSE',
    taxonomyVersion,
  })
})

test('what-if: a code that no table knows gets few tries', async () => {
  const id = await given({ retryAfterDays: [1, 2, 3, 4] })
  const { retryable, retries } = await after(id, 'failureCode: "A_NEW_WORD"')
  expect([retryable, retries]).toEqual([true, ['2026-03-02T14:00:00.000Z', '2026-03-03T14:00:00.000Z']])
})

test('what-if: of an occurrence that was due at the caller’s instant, by the zone’s calendar', async () => {
  const id = await given({ retryAfterDays: [1] })
  // In New York it is still 30 June.
  expect(await after(id, 'failureCode: "INSUFFICIENT_FUNDS", dueAt: "2026-07-01T01:00:00Z"')).toMatchObject({
    dueAt: '2026-07-01T01:00:00.000Z',
    retries: ['2026-07-01T13:00:00.000Z'],
  })
})

test('what-if: without a next occurrence, for one that would be due now', async () => {
  const { id } = await addSchedule(graph.database, agreement, { status: 'COMPLETED', retryAfterDays: [1] })
  // The graph's clock stands at 2026-03-02T00:00Z, the evening of 1 March in New York.
  expect(await after(id, 'failureCode: "INSUFFICIENT_FUNDS"')).toMatchObject({
    dueAt: '2026-03-02T00:00:00.000Z',
    retries: ['2026-03-02T14:00:00.000Z'],
  })
})

test('what-if: retries end with the year 9999', async () => {
  const id = await given({ retryAfterDays: [1, 3, 7] })
  const retries = async (dueAt: string) =>
    (await after(id, `failureCode: "INSUFFICIENT_FUNDS", dueAt: "${dueAt}"`)).retries
  expect(await retries('9999-12-29T14:00:00Z')).toEqual(['9999-12-30T14:00:00.000Z'])
  expect(await retries('9999-12-31T23:59:59.999Z')).toEqual([])
})

test('what-if: nothing is written, and an instant outside the calendar is refused', async () => {
  const id = await given({})
  const query = `{ schedule(id: "${id}") { retriesAfter(failureCode: "INSUFFICIENT_FUNDS") { retries } } }`
  expect((await graph.statements(query)).sort()).toEqual(['read schedules', 'upcoming-occurrences'])
  for (const dueAt of ['1969-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00']) {
    const { errors } = await graph.run(
      `{ schedule(id: "${id}") { retriesAfter(failureCode: "X", dueAt: "${dueAt}") { retries } } }`,
    )
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT'])
  }
})
