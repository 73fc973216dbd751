import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agreementRevoke } from '../../../../src/operations/agreement/revoke.ts'
import { providerAccountRetire } from '../../../../src/operations/provider-account/retire.ts'
import { scheduleCreate } from '../../../../src/operations/schedule/create.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { scheduleResume } from '../../../../src/operations/schedule/resume.ts'
import type { AgreementRow } from '../../../../src/store/tables.ts'
import { fullPass } from '../../../support/database/integrity.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import {
  agreementIs,
  control,
  givenActiveAgreement,
  key,
  mustSucceed,
  statuses,
  usd,
} from '../../../support/world/story.ts'
import { givenOwnPpro, setPpro } from '../../provider-account/support.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, scheduleOf, stepsOf, takenFrom } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-01-10T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
beforeEach(() => world.setClock(BEGIN))
afterAll(async () => {
  await fullPass(world.deps)
  expect(world.complaints).toEqual([])
  await world.close()
})

const given = { timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } } as const
/** At the provider, which reports it by its notification. */
const revokedThere = ({ providerReference }: AgreementRow, by: 'CONSUMER' | 'PROVIDER') =>
  control(world, `agreements/${providerReference}/revoke`, { by })

test.each(['CONSUMER', 'PROVIDER'] as const)(
  'revoked by the %s in the middle of a retry schedule: no further try',
  async by => {
    const agreement = await givenActiveAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, given)
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-10T20:00:00Z')
    await revokedThere(agreement, by)
    await agreementIsEnded(agreement, by)
    await world.goTo('2027-03-20T00:00:00Z')
    const reason = `AGREEMENT_REVOKED_BY_${by}`
    expect(await scheduleOf(world, schedule.id)).toBe(`CANCELED ${reason}`)
    expect(await occurrencesOf(world, schedule.id)).toEqual([`0 FAILED ${reason}`, `1 SKIPPED ${reason}`])
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', 'CANCELED'])
    expect(await atProvider(world, agreement)).toHaveLength(1)
  },
)

test.each([
  ['pending', '0 PAID', [1_000]],
  ['pending-decline', '0 FAILED INSUFFICIENT_FUNDS', []],
] as const)(
  'revoked while a charge is open (%s): the charge becomes final, %s, and nothing follows',
  async (outcome, becomes, taken) => {
    const agreement = await givenActiveAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, given)
    await itsNextCharges(world, agreement, [outcome])
    await world.goTo('2027-01-10T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PROCESSING')
    await revokedThere(agreement, 'CONSUMER')
    await agreementIsEnded(agreement, 'CONSUMER')
    await world.goTo('2027-01-10T21:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_REVOKED_BY_CONSUMER')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PROCESSING')
    await world.passAtProviders(24 * 3_600_000)
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual([becomes, '1 SKIPPED AGREEMENT_REVOKED_BY_CONSUMER'])
    expect(await takenFrom(world, agreement)).toEqual(taken)
    expect(await atProvider(world, agreement)).toHaveLength(1)
  },
)

test('the update comes at the same moment as an occurrence is due: the agreement is checked before the charge', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, given)
  world.setClock('2027-01-10T13:00:00Z')
  await revokedThere(agreement, 'CONSUMER')
  await agreementIsEnded(agreement, 'CONSUMER')
  await world.goTo('2027-03-20T00:00:00Z')
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_REVOKED_BY_CONSUMER')
  expect(await chargesOf(world, schedule.id)).toEqual([])
  expect(await atProvider(world, agreement)).toEqual([])
})

test('the agreement is checked before an occurrence is charged, whether or not its schedule knows of the end', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, given)
  await revokedThere(agreement, 'CONSUMER')
  await agreementIsEnded(agreement, 'CONSUMER')
  world.setClock('2027-01-10T13:00:00Z')
  const scheduler = createScheduler(world.deps)
  expect(await scheduler.take()).toBe(1)
  await scheduler.idle()
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_REVOKED_BY_CONSUMER')
  expect(await chargesOf(world, schedule.id)).toEqual([])
})

test('an agreement whose last charge is still open allows no further one: an occurrence that is due meanwhile is skipped', async () => {
  const agreement = await givenActiveAgreement(world, { chargeCount: 1 })
  const schedule = await givenSchedule(world, agreement.id, { ...given, interval: 'WEEK' })
  await itsNextCharges(world, agreement, ['pending'])
  await world.goTo('2027-01-18T00:00:00Z')
  expect((await occurrencesOf(world, schedule.id)).slice(0, 2)).toEqual([
    '0 PROCESSING',
    '1 SKIPPED AGREEMENT_NOT_CHARGEABLE',
  ])
  expect(await atProvider(world, agreement)).toHaveLength(1)
  await world.passAtProviders(30 * 24 * 3_600_000)
  await world.goTo('2027-03-20T00:00:00Z')
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_EXPIRED')
  expect(await takenFrom(world, agreement)).toEqual([1_000])
})

test('all schedules of an agreement end with it, a paused one too; those of others do not', async () => {
  const [agreement, other] = [await givenActiveAgreement(world), await givenActiveAgreement(world)]
  const [first, second] = [
    await givenSchedule(world, agreement.id, given),
    await givenSchedule(world, agreement.id, given),
  ]
  const untouched = await givenSchedule(world, other.id, given)
  mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  await world.goTo('2027-01-10T20:00:00Z')
  for (const { id } of [first, second])
    expect(await scheduleOf(world, id)).toBe('CANCELED AGREEMENT_REVOKED_BY_MERCHANT')
  expect(await scheduleOf(world, untouched.id)).toBe('ACTIVE')
  expect(await takenFrom(world, other)).toEqual([1_000])
})

test('an agreement whose end has passed: the last occurrence before it is charged, then the schedule is canceled', async () => {
  const agreement = await givenActiveAgreement(world, { endsAt: new Date('2027-02-10T13:00:00Z') })
  const schedule = await givenSchedule(world, agreement.id, given)
  await world.goTo('2027-04-20T00:00:00Z')
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_EXPIRED')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect(await takenFrom(world, agreement)).toEqual([1_000])
})

test('an agreement whose number of charges is used up: that many are made, declines not counted, then the schedule is canceled', async () => {
  const agreement = await givenActiveAgreement(world, { chargeCount: 3 })
  const schedule = await givenSchedule(world, agreement.id, { ...given, interval: 'WEEK' })
  await itsNextCharges(world, agreement, ['approve', 'INSUFFICIENT_FUNDS'])
  await world.goTo('2027-04-20T00:00:00Z')
  expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000, 1_000])
  expect(await atProvider(world, agreement)).toHaveLength(4)
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_EXPIRED')
  expect((await occurrencesOf(world, schedule.id)).map(occurrence => occurrence.split(' ')[1])).toEqual([
    ...Array(3).fill('PAID'),
    'SKIPPED',
  ])
  expect((await stepsOf(world, schedule.id)).at(-2)).toContain('canceled')
})

test('a schedule can be created before its agreement begins, from its first charge on; or before it ends, if that comes first', async () => {
  const agreement = await givenActiveAgreement(world, {
    startsAt: new Date('2027-02-10T13:00:00Z'),
    endsAt: new Date('2027-03-10T13:00:00Z'),
  })
  const create = (anchorDate: string, timeOfDay: string) =>
    scheduleCreate(world.deps, world.caller, {
      ...{ idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n), interval: 'MONTH' },
      ...{ anchorDate, timeOfDay },
    })
  for (const [date, time, which] of [
    ['2027-02-10', '12:59', 'from 2027-02-10T13:00:00.000Z on. Charge it at or after that time.'],
    ['2027-03-10', '13:00', 'before 2027-03-10T13:00:00.000Z. Create a new agreement for later charges.'],
  ] as const) {
    const message = `The agreement can be charged only ${which}`
    expect(await create(date, time)).toEqual({ ok: false, error: { code: 'INVALID_STATE', status: 'ACTIVE', message } })
  }
  const { schedule } = mustSucceed(await create('2027-02-10', '13:00'))
  await world.goTo('2027-05-01T00:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect(await scheduleOf(world, schedule.id)).toBe('CANCELED AGREEMENT_EXPIRED')
  expect(await takenFrom(world, agreement)).toEqual([1_000])
})

test.each(['PAUSE', 'CONTINUE', 'CANCEL'] as const)(
  'the account of its agreement is retired: paused with the reason, although the policy is %s; set again, it is resumed',
  async onExhausted => {
    const { own, account, id } = await givenOwnPpro(world)
    const agreement = await givenActiveAgreement(own)
    const retryPolicy = { retryAfterDays: [1, 3], onExhausted }
    const schedule = await givenSchedule(own, agreement.id, { ...given, retryPolicy })
    mustSucceed(await providerAccountRetire(own.deps, own.caller, { providerAccountId: id }))
    await world.goTo('2027-02-20T00:00:00Z')
    const reason = 'PROVIDER_ACCOUNT_RETIRED'
    expect(await scheduleOf(world, schedule.id)).toBe(`PAUSED ${reason}`)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe(`0 FAILED ${reason}`)
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAUSED'])
    expect(await atProvider(world, agreement)).toEqual([])
    await setPpro(own, account)
    mustSucceed(await scheduleResume(own.deps, own.caller, { scheduleId: schedule.id }))
    const retry = { idempotencyKey: key(), occurrenceId: await occurrenceId(world, schedule.id, 0) }
    mustSucceed(await occurrenceRetry(own.deps, own.caller, retry))
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    expect((await occurrencesOf(world, schedule.id)).slice(0, 3)).toEqual([
      '0 PAID',
      '1 SKIPPED SCHEDULE_PAUSED',
      '2 PAID',
    ])
    expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000])
  },
)

test('nothing is scheduled under an agreement that has ended or is being ended', async () => {
  const agreement = await givenActiveAgreement(world)
  mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n) }
  const refused = await scheduleCreate(world.deps, world.caller, {
    ...input,
    interval: 'MONTH',
    anchorDate: '2027-01-10',
  })
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'REVOKED_BY_MERCHANT' } })
})

async function agreementIsEnded({ id }: AgreementRow, by: 'CONSUMER' | 'PROVIDER'): Promise<void> {
  await agreementIs(world, id, `REVOKED_BY_${by}`)
}
