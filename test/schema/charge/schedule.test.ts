import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenSchedule } from '../../support/world/schedule.ts'
import { control, givenActiveAgreement } from '../../support/world/story.ts'
import { type ChargedWorld, createChargedWorld, type ShownOccurrence } from '../support/charged-world.ts'
import { ask } from '../support/world-graph.ts'

// What an operator sees of a charge that a schedule made: declined, retried under the policy, then paid.

let world: ChargedWorld
let scheduleId: string
let declined: ShownOccurrence
let paid: ShownOccurrence
beforeAll(async () => {
  world = await createChargedWorld('2027-01-15T12:00:00Z')
  const agreement = await givenActiveAgreement(world)
  const retryPolicy = { retryAfterDays: [2], onExhausted: 'PAUSE' } as const
  scheduleId = (await givenSchedule(world, agreement.id, { timeOfDay: '13:00', retryPolicy })).id
  await control(world, 'outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
  declined = await world.chargeAt('2027-01-15T13:00:00Z', { scheduleId, index: 0, status: 'RETRYING' })
})
afterAll(() => world.close())

const query = `query ($id: ID!) { charge(id: $id) { nextStep { at action reason }
  timeline { at type source actor summary } } }`
const shown = async (id: string | undefined) => {
  const { nextStep, timeline } = (await ask(world, query, { id })).charge
  const told = timeline.filter(({ type }: { type: string }) => /created|schedule/.test(type))
  return { nextStep, told }
}

test('a declined one: its reason, and when and why it is retried', async () => {
  const { nextStep, told } = await shown(declined.charges[0]?.id)
  expect(nextStep).toEqual({
    at: '2027-01-17T13:00:00.000Z',
    action: 'RETRY',
    reason:
      `Occurrence 0 of schedule ${scheduleId} failed (INSUFFICIENT_FUNDS). A retry can succeed, so the gateway charges it ` +
      'again at this time, as its retry policy says. Attempts so far: 1.',
  })
  expect(told).toEqual([
    {
      at: '2027-01-15T13:00:00.000Z',
      type: 'charge.created',
      source: 'SCHEDULER',
      actor: 'scheduler',
      summary:
        `Charge of 10.00 USD recorded, before anything was sent. It is for occurrence 0 of schedule ${scheduleId}, due at ` +
        '2027-01-15T13:00:00.000Z.',
    },
    {
      at: '2027-01-15T13:00:00.000Z',
      type: 'schedule.occurrence_retrying',
      source: 'SCHEDULER',
      actor: 'scheduler',
      summary:
        'Occurrence 0 of the schedule could not be charged (INSUFFICIENT_FUNDS). The next retry is at 2027-01-17T13:00:00.000Z. ' +
        'The schedule is now PAST_DUE.',
    },
  ])
})

test('while the schedule is paused there is no retry', async () => {
  const run = (name: string) =>
    ask(world, `mutation ($id: ID!) { ${name}(input: { scheduleId: $id }) { __typename } }`, { id: scheduleId })
  await run('schedulePause')
  expect((await shown(declined.charges[0]?.id)).nextStep).toBeNull()
  await run('scheduleResume')
  expect((await shown(declined.charges[0]?.id)).nextStep).toMatchObject({
    at: '2027-01-17T13:00:00.000Z',
    action: 'RETRY',
  })
})

test('its retry: the charges before and after it; the declined one has no next step any more', async () => {
  paid = await world.chargeAt('2027-01-17T13:00:00Z', { scheduleId, index: 0, status: 'PAID' })
  const [first, second] = paid.charges
  expect(first?.id).toBe(declined.charges[0]?.id)
  expect((await shown(first?.id)).nextStep).toBeNull()
  const { nextStep, told } = await shown(second?.id)
  expect(nextStep).toBeNull()
  expect(told.map(({ type }: { type: string }) => type)).toEqual([
    'schedule.occurrence_retrying',
    // By the pause and its end.
    'schedule.occurrence_retrying',
    'charge.created',
    'schedule.occurrence_paid',
  ])
  expect(told[2].summary).toContain(
    ` It is attempt 2 for occurrence 0 of schedule ${scheduleId}, due at 2027-01-15T13:00:00.000Z.`,
  )
  expect(told[3].summary).toBe('Occurrence 0 of the schedule is paid. The schedule is now ACTIVE.')
})

test('events of other occurrences are left out, and a charge that a caller made has no events of schedules', async () => {
  const next = await world.chargeAt('2027-02-15T13:00:00Z', { scheduleId, index: 1, status: 'PAID' })
  const { told } = await shown(next.charges[0]?.id)
  expect(told.map(({ summary }: { summary: string }) => summary)).toEqual([
    expect.stringContaining('occurrence 1 of schedule'),
    'Occurrence 1 of the schedule is paid.',
  ])
})
