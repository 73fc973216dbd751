import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agreementRevoke } from '../../../../src/operations/agreement/revoke.ts'
import { consumerUpdate } from '../../../../src/operations/consumer/update.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { scheduleResume } from '../../../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import type { AgreementRow, ScheduleRow } from '../../../../src/store/tables.ts'
import { withProvider } from '../../../scenarios/support/providers.ts'
import { aed, givenActiveCard } from '../../../support/world/card.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { key, mustSucceed, statuses } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, scheduleOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

let world: ScheduledWorld
let old: AgreementRow
let schedule: ScheduleRow
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-10T09:00:00Z')
})
beforeEach(async () => {
  world.setClock('2027-01-10T09:00:00Z')
  old = await givenActiveCard(world)
  schedule = await givenSchedule(world, old.id, {
    ...{ amount: aed(1_000n), timeOfDay: '13:00' },
    retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' },
  })
})
afterAll(async () => {
  expect(world.complaints).toEqual([])
  await world.close()
})

/** Another card of the same consumer. */
const newCard = (input = {}) => givenActiveCard(world, { consumerId: old.consumerId, ...input })
const move = async (to: AgreementRow) =>
  mustSucceed(await scheduleUpdate(world.deps, world.caller, { scheduleId: schedule.id, agreementId: to.id }))
const amountsAt = async (agreement: AgreementRow) =>
  (await atProvider(world, agreement)).map(({ amount, captured }) => `${captured}/${amount}`)

test('in the middle of a retry schedule: its days stay the same, under the new card; the old one is not charged again', async () => {
  await itsNextCharges(world, old, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-01-10T20:00:00Z')
  const card = await newCard()
  await itsNextCharges(world, card, ['INSUFFICIENT_FUNDS'])
  await move(card)
  await world.goTo('2027-02-20T00:00:00Z')
  expect(await chargesOf(world, schedule.id)).toEqual([
    '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
    '0.2 again after 1 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
    '0.3 again after 2 SCHEDULED_RETRY CAPTURED 1000',
    '1.1 SCHEDULED CAPTURED 1000',
  ])
  expect(await amountsAt(old)).toEqual(['0/1000'])
  expect(await amountsAt(card)).toEqual(['0/1000', '1000/1000', '1000/1000'])
})

test('the old card is declined permanently after the schedule has left it: the new one is tried on the policy’s days', async () => {
  await itsNextCharges(world, old, ['EXPIRED_CARD'])
  const card = await newCard()
  const deps = withProvider(world.deps, real => ({
    async send(request, options) {
      await move(card)
      return real.send(request, options)
    },
  }))
  await world.goTo('2027-01-10T20:00:00Z', deps)
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING GENERIC_DECLINE 2027-01-11T13:00:00.000Z')
  await world.goTo('2027-01-12T00:00:00Z')
  expect(await chargesOf(world, schedule.id)).toEqual([
    '0.1 SCHEDULED FAILED EXPIRED_CARD 1000',
    '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000',
  ])
  expect(await amountsAt(old)).toEqual(['0/1000'])
  expect(await amountsAt(card)).toEqual(['1000/1000'])
})

test('while a charge under the old one is open: its result counts, and only later tries are under the new one', async () => {
  await itsNextCharges(world, old, ['pending-decline'])
  await world.goTo('2027-01-10T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PROCESSING')
  const card = await newCard()
  await move(card)
  await world.passAtProviders(24 * 3_600_000)
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-01-11T13:00:00.000Z')
  await world.goTo('2027-01-11T20:00:00Z')
  expect(await amountsAt(old)).toEqual(['0/1000'])
  expect(await amountsAt(card)).toEqual(['1000/1000'])
})

describe('after a permanent decline', () => {
  beforeEach(async () => {
    await itsNextCharges(world, old, ['EXPIRED_CARD'])
    await world.goTo('2027-01-10T20:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('PAUSED EXPIRED_CARD')
  })

  test('a new card, a manual retry of the occurrence, and the schedule continues', async () => {
    const card = await newCard()
    await move(card)
    const input = { idempotencyKey: key(), occurrenceId: await occurrenceId(world, schedule.id, 0) }
    expect(mustSucceed(await occurrenceRetry(world.deps, world.caller, input))).toMatchObject({
      charge: { status: 'CAPTURED', agreementId: card.id, reason: 'SCHEDULED_RETRY', attemptNumber: 2 },
      occurrence: { status: 'PAID' },
    })
    mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: schedule.id }))
    await world.goTo('2027-02-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PAID', '1 PAID', '2 UPCOMING 2027-03-10T13:00:00.000Z'])
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAUSED', 'ACTIVE'])
    expect(await amountsAt(card)).toEqual(['1000/1000', '1000/1000'])
  })

  test('revoking the old agreement then does not end the schedule', async () => {
    const card = await newCard()
    await move(card)
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: old.id }))
    mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: schedule.id }))
    await world.goTo('2027-02-20T00:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    expect(await amountsAt(card)).toEqual(['1000/1000'])
  })

  test('revoked first, moved before the schedule has processed it: it continues as well', async () => {
    const card = await newCard()
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: old.id }))
    await move(card)
    mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: schedule.id }))
    await world.goTo('2027-02-20T00:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    expect(await amountsAt(card)).toEqual(['1000/1000'])
  })
})

test('one whose limit is below the amount of the retried occurrence: that one has failed, the next is charged', async () => {
  await itsNextCharges(world, old, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-01-10T20:00:00Z')
  mustSucceed(
    await scheduleUpdate(world.deps, world.caller, {
      ...{ scheduleId: schedule.id, amount: aed(500n) },
      retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'CONTINUE' },
    }),
  )
  const card = await newCard({ agreedAmount: aed(500n), amountRule: 'MAX', initialCharge: { amount: aed(100n) } })
  await move(card)
  await world.goTo('2027-02-20T00:00:00Z')
  expect((await occurrencesOf(world, schedule.id)).slice(0, 2)).toEqual(['0 FAILED AMOUNT_EXCEEDED', '1 PAID'])
  expect(await amountsAt(card)).toEqual(['500/500'])
})

test('the consumer’s e-mail address becomes one that APS does not accept: the card is still charged', async () => {
  const changes = { consumerId: old.consumerId, email: "o'brien@example.com" }
  mustSucceed(await consumerUpdate(world.deps, world.caller, changes))
  await itsNextCharges(world, old, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-01-12T00:00:00Z')
  expect(await chargesOf(world, schedule.id)).toEqual([
    '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
    '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000',
  ])
  expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
  expect(await amountsAt(old)).toEqual(['0/1000', '1000/1000'])
  const amount = aed(2_000n)
  mustSucceed(await scheduleUpdate(world.deps, world.caller, { scheduleId: schedule.id, amount }))
  await givenSchedule(world, old.id, { amount: aed(3_000n), timeOfDay: '14:00' })
  await world.goTo('2027-02-11T00:00:00Z')
  expect(await amountsAt(old)).toEqual(['0/1000', '1000/1000', '3000/3000', '2000/2000'])
})
