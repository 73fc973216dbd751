import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveOperation } from '../../../../src/domain/charge/transition.ts'
import type { Failure } from '../../../../src/domain/decline/failure.ts'
import { chargeApply } from '../../../../src/operations/charge/apply.ts'
import type { Answer } from '../../../../src/providers/port/outcome.ts'
import { withProvider } from '../../../scenarios/support/providers.ts'
import { until } from '../../../support/until.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrencesOf, scheduleOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

/** As with `isRetryable: false`, or Mastercard's advice 03. */
const forbidden = (failure: Failure): Failure => ({ ...failure, kind: 'HARD_DECLINE', advice: 'DO_NOT_RETRY' })

function forbidding(answer: Answer): Answer {
  if (answer.outcome !== 'declined') return answer
  const reports = (answer.reports ?? []).map(report =>
    report.about !== 'charge'
      ? report
      : {
          ...report,
          operations: report.operations.map(operation =>
            operation.failure ? { ...operation, failure: forbidden(operation.failure) } : operation,
          ),
        },
  )
  return { ...answer, failure: forbidden(answer.failure), reports }
}

test('the response to a decline says that it must not be retried, its notification does not: no retry', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
  const deps = withProvider(world.deps, real => ({
    async send(request, options) {
      const answer = await real.send(request, options)
      await until('the notification to be processed', async () =>
        (await chargesOf(world, schedule.id))[0]?.includes('FAILED'),
      )
      return forbidding(answer)
    },
  }))
  await world.goTo('2027-01-31T14:00:00Z', deps)
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 FAILED INSUFFICIENT_FUNDS')
  await world.goTo('2027-02-20T14:00:00Z')
  expect(await atProvider(world, agreement)).toHaveLength(1)
})

test('that it must not be retried becomes known after the next try was planned: the try is not made', async () => {
  world.setClock('2027-01-31T09:00:00Z')
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-01-31T14:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-01T13:00:00.000Z')
  const { rows } = await world.database.pool.query<{ charge: string; operation: string; failure: Failure }>(
    `SELECT c.id AS charge, o.id AS operation, c.failure FROM charges c JOIN charge_operations o ON o.charge_id = c.id
     WHERE c.schedule_id = $1`,
    [schedule.id],
  )
  const [known] = rows
  if (known === undefined) throw new Error('nothing was charged')
  const apply = (failure: Failure) =>
    chargeApply(world.deps, {
      tenant: world.caller.tenant,
      chargeId: known.charge,
      source: 'RECONCILIATION',
      actor: null,
      change: state => moveOperation(state, known.operation, { status: 'FAILED', failure }),
    })
  expect(await apply(known.failure)).toMatchObject({ changed: false })
  expect(await apply(forbidden(known.failure))).toMatchObject({ changed: true, charge: { status: 'FAILED' } })
  for (const again of [forbidden(known.failure), known.failure])
    expect(await apply(again)).toMatchObject({ changed: false, charge: { failure: { advice: 'DO_NOT_RETRY' } } })
  await world.goTo('2027-02-20T14:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 FAILED INSUFFICIENT_FUNDS')
  expect(await scheduleOf(world, schedule.id)).toBe('PAUSED INSUFFICIENT_FUNDS')
  expect(await atProvider(world, agreement)).toHaveLength(1)
})
