import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { givenActiveAgreement, givenPendingAgreement, key, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { ask, recorded } from '../support/world-graph.ts'

let world: World
let agreement: AgreementRow
const now = new Date('2027-01-15T12:00:00Z')
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
  agreement = await givenActiveAgreement(world)
  await world.quiet()
})
afterAll(() => world.close())

const create = `mutation ($input: ScheduleCreateInput!) { scheduleCreate(input: $input) { __typename
  ... on UserError { code message }
  ... on InvalidInput { issues { path code } }
  ... on InvalidState { status }
  ... on AmountExceeded { available { decimal currency } }
  ... on AmountUnsupported { suggestion { decimal } }
  ... on UnsupportedByProvider { capability }
  ... on IdempotencyConflict { existingId }
  ... on ScheduleCreatePayload { replayed eventCursor schedule {
    id version eventCursor status statusReason reference description metadata agreement { id } amount { decimal currency }
    interval intervalCount anchorDate timeOfDay timeZone endDate maxOccurrences retryPolicy { retryAfterDays onExhausted }
    nextChargeAt upcoming(first: 2) occurrences { totalCount nodes { index status statusReason dueAt amount { decimal } } } } } } }`

const input = (given: object = {}) => ({
  idempotencyKey: key(),
  agreementId: agreement.id,
  amount: { value: '1000', currency: 'USD' },
  interval: 'MONTH',
  anchorDate: '2027-01-31',
  ...given,
})
const answerTo = async (given: object) => (await ask(world, create, { input: input(given) })).scheduleCreate

/** The error for a refused input, after asserting that nothing was written. */
async function refusal(given: object, as = world.caller) {
  const before = await recorded(world)
  const { scheduleCreate } = await ask(world, create, { input: input(given) }, as)
  expect(await recorded(world)).toEqual(before)
  expect(scheduleCreate.message).toEqual(expect.any(String))
  const { message: _, ...refused } = scheduleCreate
  return refused
}

test('omitted fields have the contract’s defaults', async () => {
  const made = await answerTo({})
  expect(made).toEqual({
    __typename: 'ScheduleCreatePayload',
    replayed: false,
    eventCursor: made.schedule.eventCursor,
    schedule: {
      id: expect.stringMatching(/^sch_/),
      version: 1,
      eventCursor: expect.any(String),
      status: 'ACTIVE',
      ...{ statusReason: null, reference: null, description: null, metadata: null },
      agreement: { id: agreement.id },
      amount: { decimal: '10.00', currency: 'USD' },
      ...{ interval: 'MONTH', intervalCount: 1, anchorDate: '2027-01-31', timeOfDay: '09:00', timeZone: 'UTC' },
      ...{ endDate: null, maxOccurrences: null },
      retryPolicy: { retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' },
      nextChargeAt: '2027-01-31T09:00:00.000Z',
      upcoming: ['2027-01-31T09:00:00.000Z', '2027-02-28T09:00:00.000Z'],
      occurrences: {
        totalCount: 1,
        nodes: [
          {
            ...{ index: 0, status: 'UPCOMING', statusReason: null, amount: { decimal: '10.00' } },
            dueAt: '2027-01-31T09:00:00.000Z',
          },
        ],
      },
    },
  })
})

test('given fields are stored; occurrences that have passed are skipped', async () => {
  const said = {
    ...{ interval: 'WEEK', intervalCount: 2, anchorDate: '2027-01-01', timeOfDay: '08:30', timeZone: 'Europe/Berlin' },
    ...{ endDate: '2027-12-31', maxOccurrences: 10, reference: 'sub-7', description: 'Coffee' },
    metadata: { plan: 'gold' },
  }
  const retryPolicy = { retryAfterDays: [], onExhausted: 'CONTINUE' }
  const { schedule } = await answerTo({ ...said, retryPolicy })
  expect(schedule).toMatchObject({ ...said, retryPolicy, nextChargeAt: '2027-01-29T07:30:00.000Z' })
  expect(schedule.occurrences.totalCount).toBe(3)
  expect(
    schedule.occurrences.nodes.map(({ index, status, statusReason }: never) => [index, status, statusReason]),
  ).toEqual([
    [2, 'UPCOMING', null],
    [1, 'SKIPPED', 'BEFORE_CREATION'],
    [0, 'SKIPPED', 'BEFORE_CREATION'],
  ])
})

test('the same key: the same schedule in its current state, even if the defaults are written out', async () => {
  const given = input()
  const { scheduleCreate: first } = await ask(world, create, { input: given })
  await ask(world, 'mutation ($id: ID!) { schedulePause(input: { scheduleId: $id }) { __typename } }', first.schedule)
  const before = await recorded(world)
  const again = { ...given, intervalCount: 1, timeZone: 'UTC', timeOfDay: '09:00', endDate: null }
  const { scheduleCreate: second } = await ask(world, create, { input: again })
  expect(second).toMatchObject({ replayed: true, schedule: { id: first.schedule.id, version: 2, status: 'PAUSED' } })
  expect(second.eventCursor).toBe(second.schedule.eventCursor)
  expect(await recorded(world)).toEqual(before)
})

test('the same key with other arguments', async () => {
  const given = input()
  const { schedule } = (await ask(world, create, { input: given })).scheduleCreate
  for (const other of [
    { amount: { value: '1001', currency: 'USD' } },
    { intervalCount: 2 },
    { timeZone: 'Europe/London' },
    { retryPolicy: { retryAfterDays: [1, 3, 8], onExhausted: 'PAUSE' } },
  ])
    expect(await refusal({ ...given, ...other })).toEqual({
      __typename: 'IdempotencyConflict',
      code: 'IDEMPOTENCY_CONFLICT',
      existingId: schedule.id,
    })
})

test('a refusal does not use up the key', async () => {
  const idempotencyKey = key()
  expect(await refusal({ idempotencyKey, amount: { value: '1', currency: 'USD' } })).toMatchObject({
    code: 'AMOUNT_UNSUPPORTED',
  })
  expect(await answerTo({ idempotencyKey })).toMatchObject({ replayed: false })
})

test('all issues of the input at once', async () => {
  const { issues, ...refused } = await refusal({
    idempotencyKey: 'a key with spaces',
    amount: { value: '0', currency: 'XXX' },
    intervalCount: 0,
    anchorDate: '2027-02-01',
    timeZone: 'Mars/Olympus',
    endDate: '2027-01-31',
    maxOccurrences: 0,
    retryPolicy: { retryAfterDays: [0, 5, 5, 61], onExhausted: 'PAUSE' },
    reference: ' ',
    description: 'x'.repeat(513),
    metadata: { count: 1 },
  })
  expect(refused).toEqual({ __typename: 'InvalidInput', code: 'INVALID_INPUT' })
  expect(issues).toEqual([
    { path: ['idempotencyKey'], code: 'FORMAT' },
    { path: ['timeZone'], code: 'UNSUPPORTED' },
    { path: ['intervalCount'], code: 'RANGE' },
    { path: ['endDate'], code: 'RANGE' },
    { path: ['amount', 'value'], code: 'RANGE' },
    { path: ['amount', 'currency'], code: 'UNSUPPORTED' },
    { path: ['maxOccurrences'], code: 'RANGE' },
    { path: ['reference'], code: 'FORMAT' },
    { path: ['description'], code: 'TOO_LONG' },
    { path: ['metadata'], code: 'FORMAT' },
    { path: ['retryPolicy', 'retryAfterDays', '0'], code: 'RANGE' },
    { path: ['retryPolicy', 'retryAfterDays', '2'], code: 'RANGE' },
    { path: ['retryPolicy', 'retryAfterDays', '3'], code: 'RANGE' },
  ])
})

test.each([
  [
    'more days than a policy has',
    { retryPolicy: { retryAfterDays: Array.from({ length: 21 }, (_, i) => i + 1), onExhausted: 'PAUSE' } },
    ['retryPolicy', 'retryAfterDays'],
    'TOO_LONG',
  ],
  ['an anchor before all time', { anchorDate: '1969-12-31' }, ['anchorDate'], 'RANGE'],
  [
    'a daily schedule of 50 years that have passed',
    { anchorDate: '1977-01-01', interval: 'DAY' },
    ['anchorDate'],
    'RANGE',
  ],
  [
    'all occurrences have passed, by number',
    { anchorDate: '2026-11-30', maxOccurrences: 2 },
    ['maxOccurrences'],
    'RANGE',
  ],
  ['all occurrences have passed, by date', { anchorDate: '2026-11-30', endDate: '2027-01-15' }, ['endDate'], 'RANGE'],
] as const)('%s', async (_what, given, path, code) => {
  expect(await refusal(given)).toEqual({ __typename: 'InvalidInput', code: 'INVALID_INPUT', issues: [{ path, code }] })
})

test('an agreement that does not exist, or another merchant’s', async () => {
  const notFound = { __typename: 'NotFound', code: 'NOT_FOUND' }
  expect(await refusal({ agreementId: newId('agreement', now) })).toEqual(notFound)
  expect(await refusal({ agreementId: 'agr_1' })).toEqual(notFound)
  expect(await refusal({}, await world.stranger())).toEqual(notFound)
})

test('an agreement whose consumer has not agreed', async () => {
  const pending = await givenPendingAgreement(world)
  expect(await refusal({ agreementId: pending.id })).toEqual({
    ...{ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'AUTHENTICATION_PENDING' },
  })
})

test('more than the agreed limit, or not exactly the agreed amount', async () => {
  const most = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'MAX' })
  const tooMuch = { value: '6000', currency: 'USD' }
  expect(await refusal({ agreementId: most.id, amount: tooMuch })).toEqual({
    ...{ __typename: 'AmountExceeded', code: 'AMOUNT_EXCEEDED', available: { decimal: '50.00', currency: 'USD' } },
  })
  const exact = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'EXACT' })
  expect(await refusal({ agreementId: exact.id })).toEqual({
    ...{ __typename: 'InvalidInput', code: 'INVALID_INPUT', issues: [{ path: ['amount', 'value'], code: 'RANGE' }] },
  })
})

test('an amount that the payment method does not accept', async () => {
  expect(await refusal({ amount: { value: '49', currency: 'USD' } })).toEqual({
    ...{ __typename: 'AmountUnsupported', code: 'AMOUNT_UNSUPPORTED', suggestion: { decimal: '0.50' } },
  })
  expect(await refusal({ amount: { value: '1000', currency: 'EUR' } })).toEqual({
    ...{ __typename: 'UnsupportedByProvider', code: 'UNSUPPORTED_BY_PROVIDER', capability: 'currencies' },
  })
})

test.each([
  ['timeOfDay', '24:00'],
  ['timeOfDay', '9:00'],
  ['timeZone', '+01:00'],
  ['anchorDate', '2027-02-29'],
  ['interval', 'HOUR'],
])('%s %s has no readable form: a request error', async (field, value) => {
  const before = await recorded(world)
  await expect(ask(world, create, { input: input({ [field]: value }) })).rejects.toThrow()
  expect(await recorded(world)).toEqual(before)
})
