import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { control, givenActiveAgreement, key, ledger, usd } from '../../support/world/story.ts'
import { type ChargedWorld, createChargedWorld, type ShownOccurrence } from '../support/charged-world.ts'
import { ask, recorded } from '../support/world-graph.ts'

let world: ChargedWorld
beforeAll(async () => {
  world = await createChargedWorld('2027-01-15T12:00:00Z')
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())

const retry = `mutation ($input: OccurrenceRetryInput!) { occurrenceRetry(input: $input) { __typename
  ... on UserError { code message }
  ... on InvalidInput { issues { path code } }
  ... on InvalidState { status }
  ... on ProviderUnavailable { retryAfter }
  ... on IdempotencyConflict { existingId }
  ... on OccurrenceRetryPayload { replayed eventCursor occurrence { id status nextRetryAt charges { id } schedule { status } }
    charge { id status attemptNumber reason eventCursor amount { decimal } retryOf { id } failure { code } } } } }`
const skip = `mutation ($input: OccurrenceSkipInput!) { occurrenceSkip(input: $input) { __typename
  ... on UserError { code message }
  ... on InvalidState { status }
  ... on OccurrenceSkipPayload { eventCursor occurrence { id status statusReason nextRetryAt schedule { status version eventCursor nextChargeAt } } } } }`

const retried = async (occurrenceId: string, idempotencyKey: string = key(), as = world.caller) =>
  (await ask(world, retry, { input: { occurrenceId, idempotencyKey } }, as)).occurrenceRetry
const skipped = async (occurrenceId: string, reason?: string, as = world.caller) =>
  (await ask(world, skip, { input: { occurrenceId, reason } }, as)).occurrenceSkip

/** The payload or error, after asserting that nothing was written and nothing was charged. */
async function refusal(mutate: () => Promise<{ message?: string }>) {
  const before = [await recorded(world), (await ledger(world)).charges]
  const { message, ...refused } = await mutate()
  expect([await recorded(world), (await ledger(world)).charges]).toEqual(before)
  expect(message).toEqual(expect.any(String))
  return refused
}

interface Declined extends ShownOccurrence {
  readonly scheduleId: string
  readonly agreementId: string
  readonly consumerId: string
}

/** A schedule whose first occurrence was declined this way. */
async function givenDeclined(code: string, status = 'RETRYING'): Promise<Declined> {
  world.setClock('2027-01-15T12:00:00Z')
  const { id: agreementId, providerReference, consumerId } = await givenActiveAgreement(world)
  const { id: scheduleId } = await givenSchedule(world, agreementId, { timeOfDay: '13:00' })
  const outcomes = [code]
  await control(world, 'outcomes', { provider: 'PPRO', agreementId: providerReference, operation: 'charge', outcomes })
  const occurrence = await world.chargeAt('2027-01-15T13:00:00Z', { scheduleId, index: 0, status })
  return { ...occurrence, scheduleId, agreementId, consumerId }
}

describe('occurrenceRetry', () => {
  test('charges the occurrence again now, and returns its current state; the same key again returns the same', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    const idempotencyKey = key()
    const answer = await retried(occurrence.id, idempotencyKey)
    expect(answer).toEqual({
      __typename: 'OccurrenceRetryPayload',
      replayed: false,
      eventCursor: answer.charge.eventCursor,
      occurrence: {
        ...{ id: occurrence.id, status: 'PAID', nextRetryAt: null, schedule: { status: 'ACTIVE' } },
        charges: [{ id: occurrence.charges[0]?.id }, { id: answer.charge.id }],
      },
      charge: {
        ...{ id: expect.stringMatching(/^chg_/), status: 'CAPTURED', attemptNumber: 2, reason: 'SCHEDULED_RETRY' },
        ...{ eventCursor: expect.any(String), amount: { decimal: '10.00' }, failure: null },
        retryOf: { id: occurrence.charges[0]?.id },
      },
    })
    const before = await recorded(world)
    const again = await retried(occurrence.id, idempotencyKey)
    // The write of its notification may have moved the cursor meanwhile.
    const { eventCursor } = again
    expect(again).toEqual({ ...answer, replayed: true, eventCursor, charge: { ...answer.charge, eventCursor } })
    expect(await recorded(world)).toEqual(before)
  })

  test('a decline is a payload; the occurrence waits for the next of the policy’s days', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    await control(world, 'outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
    expect(await retried(occurrence.id)).toMatchObject({
      charge: { status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } },
      // Its two tries have used up the first day: the third is on day 3.
      occurrence: { status: 'RETRYING', nextRetryAt: '2027-01-18T13:00:00.000Z', schedule: { status: 'PAST_DUE' } },
    })
  })

  test('another occurrence under the same key', async () => {
    const [one, other] = [await givenDeclined('INSUFFICIENT_FUNDS'), await givenDeclined('INSUFFICIENT_FUNDS')]
    const idempotencyKey = key()
    const { charge } = await retried(one.id, idempotencyKey)
    expect(await refusal(() => retried(other.id, idempotencyKey))).toEqual({
      ...{ __typename: 'IdempotencyConflict', code: 'IDEMPOTENCY_CONFLICT', existingId: charge.id },
    })
  })

  test('an invalid key', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    expect(await refusal(() => retried(occurrence.id, 'a key'))).toEqual({
      ...{ __typename: 'InvalidInput', code: 'INVALID_INPUT', issues: [{ path: ['idempotencyKey'], code: 'FORMAT' }] },
    })
  })

  test('an occurrence that is paid or not due yet is not charged again', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    await retried(occurrence.id)
    const state = { __typename: 'InvalidState', code: 'INVALID_STATE' }
    expect(await refusal(() => retried(occurrence.id))).toEqual({ ...state, status: 'PAID' })
    const query = 'query ($id: ID!) { schedule(id: $id) { occurrences(first: 1) { nodes { id status } } } }'
    const [upcoming] = (await ask(world, query, { id: occurrence.scheduleId })).schedule.occurrences.nodes
    expect(await refusal(() => retried(upcoming.id))).toEqual({ ...state, status: 'UPCOMING' })
  })

  test('what was declined permanently is retried only under another agreement, if that allows the amount', async () => {
    const occurrence = await givenDeclined('EXPIRED_CARD', 'FAILED')
    const state = { __typename: 'InvalidState', code: 'INVALID_STATE', status: 'FAILED' }
    expect(await refusal(() => retried(occurrence.id))).toEqual(state)
    await ask(world, 'mutation ($id: ID!) { scheduleResume(input: { scheduleId: $id }) { __typename } }', {
      id: occurrence.scheduleId,
    })
    const { consumerId, scheduleId } = occurrence
    const move = `mutation ($input: ScheduleUpdateInput!) { scheduleUpdate(input: $input) { __typename } }`
    const small = await givenActiveAgreement(world, { consumerId, agreedAmount: usd(500n), amountRule: 'MAX' })
    const amount = { value: '500', currency: 'USD' }
    await ask(world, move, { input: { scheduleId, agreementId: small.id, amount } })
    // The occurrence keeps its 10.00.
    expect(await refusal(() => retried(occurrence.id))).toEqual(state)
    const { id: agreementId } = await givenActiveAgreement(world, { consumerId })
    await ask(world, move, { input: { scheduleId, agreementId } })
    expect(await retried(occurrence.id)).toMatchObject({
      charge: { status: 'CAPTURED', attemptNumber: 2, amount: { decimal: '10.00' } },
      occurrence: { status: 'PAID' },
    })
  })

  test('nothing of a canceled schedule', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    await ask(world, 'mutation ($id: ID!) { scheduleCancel(input: { scheduleId: $id }) { __typename } }', {
      id: occurrence.scheduleId,
    })
    expect(await refusal(() => retried(occurrence.id))).toEqual({
      ...{ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'CANCELED' },
    })
  })
})

describe('occurrenceSkip', () => {
  test('the next occurrence: the one after it becomes the next', async () => {
    world.setClock('2027-01-15T12:00:00Z')
    const schedule = await givenSchedule(world, (await givenActiveAgreement(world)).id)
    const query = 'query ($id: ID!) { schedule(id: $id) { occurrences { nodes { id index status statusReason } } } }'
    const { occurrences } = (await ask(world, query, schedule as never)).schedule
    const { eventCursor, occurrence } = await skipped(occurrences.nodes[0].id, 'A month for free')
    expect(occurrence).toEqual({
      ...{ id: occurrences.nodes[0].id, status: 'SKIPPED', statusReason: 'A month for free', nextRetryAt: null },
      schedule: { status: 'ACTIVE', version: 2, eventCursor, nextChargeAt: '2027-02-15T23:59:00.000Z' },
    })
    const before = await recorded(world)
    expect((await skipped(occurrence.id, 'Another reason')).occurrence).toEqual(occurrence)
    expect(await recorded(world)).toEqual(before)
  })

  test('one that waits for its retry: it is not retried; without a reason the record names the actor', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    expect((await skipped(occurrence.id)).occurrence).toMatchObject({
      ...{ status: 'SKIPPED', statusReason: 'SKIPPED_BY_MERCHANT', nextRetryAt: null, schedule: { status: 'ACTIVE' } },
    })
  })

  test('an occurrence that is paid or has failed cannot be skipped', async () => {
    const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
    await retried(occurrence.id)
    expect(await refusal(() => skipped(occurrence.id))).toEqual({
      ...{ __typename: 'InvalidState', code: 'INVALID_STATE', status: 'PAID' },
    })
    const failed = await givenDeclined('EXPIRED_CARD', 'FAILED')
    expect(await refusal(() => skipped(failed.id))).toMatchObject({ code: 'INVALID_STATE', status: 'FAILED' })
  })
})

test('an occurrence that does not exist, or another merchant’s', async () => {
  const occurrence = await givenDeclined('INSUFFICIENT_FUNDS')
  const notFound = { __typename: 'NotFound', code: 'NOT_FOUND' }
  const stranger = await world.stranger()
  for (const id of [newId('occurrence', new Date()), 'occ_1', occurrence.scheduleId]) {
    expect(await refusal(() => retried(id))).toEqual(notFound)
    expect(await refusal(() => skipped(id))).toEqual(notFound)
  }
  expect(await refusal(() => retried(occurrence.id, key(), stranger))).toEqual(notFound)
  expect(await refusal(() => skipped(occurrence.id, undefined, stranger))).toEqual(notFound)
})
