import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { scheduleCreate } from '../../../src/operations/schedule/create.ts'
import type { AgreementRow, ScheduleRow } from '../../../src/store/tables.ts'
import { givenActiveAgreement, givenPendingAgreement, key, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { ask, recorded } from '../support/world-graph.ts'

let world: World
let agreement: AgreementRow
let schedule: ScheduleRow
let now = new Date('2027-01-15T12:00:00Z')
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
  agreement = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'MAX' })
  await world.quiet()
})
afterAll(() => world.close())
beforeEach(async () => {
  now = new Date('2027-01-15T12:00:00Z')
  schedule = mustSucceed(
    await scheduleCreate(world.deps, world.caller, {
      ...{ idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n), interval: 'MONTH' },
      ...{
        anchorDate: '2027-01-31',
        endDate: '2027-12-31',
        reference: 'sub-1',
        metadata: { plan: 'gold', seats: '2' },
      },
    }),
  ).schedule
})

const shown = `schedule { id version status statusReason agreement { id } amount { decimal } endDate maxOccurrences
  retryPolicy { retryAfterDays onExhausted } reference description metadata nextChargeAt eventCursor
  occurrences { nodes { index status statusReason amount { decimal } } } }`
const refused = '__typename ... on UserError { code message } ... on InvalidState { status }'
const documents = {
  scheduleUpdate: `mutation ($input: ScheduleUpdateInput!) { scheduleUpdate(input: $input) { ${refused}
    ... on InvalidInput { issues { path code } } ... on AmountExceeded { available { decimal } }
    ... on AmountUnsupported { suggestion { decimal } } ... on ScheduleUpdatePayload { eventCursor ${shown} } } }`,
  schedulePause: `mutation ($input: SchedulePauseInput!) { schedulePause(input: $input) { ${refused}
    ... on SchedulePausePayload { eventCursor ${shown} } } }`,
  scheduleResume: `mutation ($input: ScheduleResumeInput!) { scheduleResume(input: $input) { ${refused}
    ... on ScheduleResumePayload { eventCursor ${shown} } } }`,
  scheduleCancel: `mutation ($input: ScheduleCancelInput!) { scheduleCancel(input: $input) { ${refused}
    ... on ScheduleCancelPayload { eventCursor ${shown} } } }`,
}
type Mutation = keyof typeof documents

async function change(mutation: Mutation, given: object = {}, as = world.caller) {
  const answer = (await ask(world, documents[mutation], { input: { scheduleId: schedule.id, ...given } }, as))[mutation]
  if (answer.schedule) expect(answer.eventCursor).toBe(answer.schedule.eventCursor)
  return answer
}
const changed = async (mutation: Mutation, given: object = {}) => (await change(mutation, given)).schedule

/** The result, after asserting that nothing was written. */
async function refusal(mutation: Mutation, given: object = {}, as = world.caller) {
  const before = await recorded(world)
  const answer = await change(mutation, given, as)
  expect(await recorded(world)).toEqual(before)
  const { message, ...rest } = answer
  expect(message).toEqual(expect.any(String))
  return rest
}

async function unchanged(mutation: Mutation, given: object = {}) {
  const before = await recorded(world)
  const answer = await changed(mutation, given)
  expect(await recorded(world)).toEqual(before)
  return answer
}

describe('scheduleUpdate', () => {
  test('from the next occurrence on; an omitted field stays, null clears it, metadata is replaced whole', async () => {
    const given = {
      ...{ amount: { value: '2000', currency: 'USD' }, endDate: null, maxOccurrences: 5, reference: null },
      ...{ retryPolicy: { retryAfterDays: [2], onExhausted: 'CANCEL' }, metadata: { plan: 'silver' } },
    }
    expect(await changed('scheduleUpdate', given)).toMatchObject({
      ...{ version: 2, status: 'ACTIVE', agreement: { id: agreement.id }, amount: { decimal: '20.00' } },
      ...{ endDate: null, maxOccurrences: 5, retryPolicy: { retryAfterDays: [2], onExhausted: 'CANCEL' } },
      ...{ reference: null, description: null, metadata: { plan: 'silver' } },
      occurrences: { nodes: [{ index: 0, status: 'UPCOMING', amount: { decimal: '20.00' } }] },
    })
    expect(await unchanged('scheduleUpdate', given)).toMatchObject({ version: 2 })
  })

  test('to another agreement of the same consumer', async () => {
    const { consumerId } = agreement
    const other = await givenActiveAgreement(world, { consumerId })
    expect(await changed('scheduleUpdate', { agreementId: other.id })).toMatchObject({
      ...{ version: 2, agreement: { id: other.id }, amount: { decimal: '10.00' } },
    })
  })

  test('the move is checked against the current state, or refused', async () => {
    expect(await changed('scheduleUpdate', { expectedVersion: 1, description: 'Coffee' })).toMatchObject({ version: 2 })
    expect(await refusal('scheduleUpdate', { expectedVersion: 1, description: 'Tea' })).toEqual({
      ...{ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'ACTIVE' },
    })
  })

  test('all issues of the input at once', async () => {
    const wrong = {
      ...{ agreementId: null, retryPolicy: null, amount: { value: '0', currency: 'XXX' }, maxOccurrences: 100_001 },
      ...{ reference: '', description: '\u0007', metadata: [] },
    }
    expect(await refusal('scheduleUpdate', wrong)).toEqual({
      ...{ __typename: 'InvalidInput', code: 'INVALID_INPUT' },
      issues: [
        { path: ['agreementId'], code: 'REQUIRED' },
        { path: ['retryPolicy'], code: 'REQUIRED' },
        { path: ['amount', 'value'], code: 'RANGE' },
        { path: ['amount', 'currency'], code: 'UNSUPPORTED' },
        { path: ['maxOccurrences'], code: 'RANGE' },
        { path: ['reference'], code: 'FORMAT' },
        { path: ['description'], code: 'FORMAT' },
        { path: ['metadata'], code: 'FORMAT' },
      ],
    })
  })

  test.each([
    ['no amount', { amount: null }, ['amount'], 'REQUIRED'],
    ['an end before the beginning', { endDate: '2027-01-30' }, ['endDate'], 'RANGE'],
    ['another currency', { amount: { value: '1000', currency: 'EUR' } }, ['amount', 'currency'], 'UNSUPPORTED'],
    [
      'days that do not rise',
      { retryPolicy: { retryAfterDays: [3, 1], onExhausted: 'PAUSE' } },
      ['retryPolicy', 'retryAfterDays', '1'],
      'RANGE',
    ],
  ] as const)('%s', async (_what, given, path, code) => {
    const issues = [{ path, code }]
    expect(await refusal('scheduleUpdate', given)).toEqual({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      issues,
    })
  })

  test('an amount that exceeds the agreed limit, or that the method does not accept', async () => {
    expect(await refusal('scheduleUpdate', { amount: { value: '6000', currency: 'USD' } })).toEqual({
      ...{ __typename: 'AmountExceeded', code: 'AMOUNT_EXCEEDED', available: { decimal: '50.00' } },
    })
    expect(await refusal('scheduleUpdate', { amount: { value: '1', currency: 'USD' } })).toEqual({
      ...{ __typename: 'AmountUnsupported', code: 'AMOUNT_UNSUPPORTED', suggestion: { decimal: '0.50' } },
    })
  })

  test('an agreement that cannot be charged this way', async () => {
    const { consumerId } = agreement
    const small = await givenActiveAgreement(world, { consumerId, agreedAmount: usd(500n), amountRule: 'MAX' })
    expect(await refusal('scheduleUpdate', { agreementId: small.id })).toMatchObject({ code: 'AMOUNT_EXCEEDED' })
    const pending = await givenPendingAgreement(world, { consumerId })
    expect(await refusal('scheduleUpdate', { agreementId: pending.id })).toEqual({
      ...{ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'AUTHENTICATION_PENDING' },
    })
    const another = await givenActiveAgreement(world)
    expect(await refusal('scheduleUpdate', { agreementId: another.id })).toEqual({
      ...{
        __typename: 'InvalidInput',
        code: 'INVALID_INPUT',
        issues: [{ path: ['agreementId'], code: 'UNSUPPORTED' }],
      },
    })
    expect(await refusal('scheduleUpdate', { agreementId: newId('agreement', now) })).toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('schedulePause, scheduleResume', () => {
  test('paused once, with the first reason; occurrences that pass meanwhile are skipped when it is resumed', async () => {
    expect(await changed('schedulePause', { reason: 'On holiday' })).toMatchObject({
      ...{ version: 2, status: 'PAUSED', statusReason: 'On holiday', nextChargeAt: null },
    })
    expect(await unchanged('schedulePause', { reason: 'Still' })).toMatchObject({
      version: 2,
      statusReason: 'On holiday',
    })
    now = new Date('2027-03-01T00:00:00Z')
    const resumed = await changed('scheduleResume')
    expect(resumed).toMatchObject({ status: 'ACTIVE', statusReason: null, nextChargeAt: '2027-03-31T09:00:00.000Z' })
    expect(resumed.occurrences.nodes).toMatchObject([
      { index: 2, status: 'UPCOMING', statusReason: null },
      { index: 1, status: 'SKIPPED', statusReason: 'SCHEDULE_PAUSED' },
      { index: 0, status: 'SKIPPED', statusReason: 'SCHEDULE_PAUSED' },
    ])
    expect(await unchanged('scheduleResume')).toMatchObject({ version: resumed.version, status: 'ACTIVE' })
  })

  test('it may be changed while it is paused', async () => {
    await changed('schedulePause')
    expect(await changed('scheduleUpdate', { amount: { value: '1100', currency: 'USD' } })).toMatchObject({
      ...{ status: 'PAUSED', statusReason: null, amount: { decimal: '11.00' } },
    })
  })
})

describe('scheduleCancel', () => {
  test('ends it permanently, once', async () => {
    expect(await changed('scheduleCancel', { reason: 'Moved away' })).toMatchObject({
      ...{ status: 'CANCELED', statusReason: 'Moved away', nextChargeAt: null },
      occurrences: { nodes: [{ index: 0, status: 'SKIPPED', statusReason: 'Moved away' }] },
    })
    expect(await unchanged('scheduleCancel')).toMatchObject({ status: 'CANCELED', statusReason: 'Moved away' })
  })

  test.each(['scheduleUpdate', 'schedulePause', 'scheduleResume'] as const)(
    'no change comes after it: %s',
    async mutation => {
      await changed('scheduleCancel')
      expect(await refusal(mutation)).toEqual({ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'CANCELED' })
    },
  )

  test('a completed schedule cannot be canceled', async () => {
    // Its next occurrence, the only one left, is after the new end.
    now = new Date('2027-02-01T00:00:00Z')
    await changed('schedulePause')
    await changed('scheduleResume')
    expect(await changed('scheduleUpdate', { maxOccurrences: 1 })).toMatchObject({ status: 'COMPLETED' })
    for (const mutation of ['scheduleCancel', 'schedulePause'] as const)
      expect(await refusal(mutation)).toEqual({
        __typename: 'InvalidState',
        code: 'INVALID_STATE',
        status: 'COMPLETED',
      })
  })
})

test.each(Object.keys(documents) as Mutation[])(
  '%s of a schedule that does not exist, or another merchant’s',
  async mutation => {
    const notFound = { __typename: 'NotFound', code: 'NOT_FOUND' }
    for (const scheduleId of [newId('schedule', now), 'sch_1', agreement.id])
      expect(await refusal(mutation, { scheduleId })).toEqual(notFound)
    expect(await refusal(mutation, {}, await world.stranger())).toEqual(notFound)
  },
)
