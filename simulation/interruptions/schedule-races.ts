import { scheduleCancel } from '../../src/operations/schedule/cancel.ts'
import { occurrenceRetry } from '../../src/operations/schedule/occurrence-retry.ts'
import { occurrenceSkip } from '../../src/operations/schedule/occurrence-skip.ts'
import { schedulePause } from '../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../src/operations/schedule/update.ts'
import { createScheduler, endDue, settleDue } from '../../test/support/world/jobs.ts'
import { type Contender, type Race, revoke, usd, word } from './race.ts'

/** Charges, sends and settles all due work. */
const schedule: Contender = async (_, deps) => {
  const scheduler = createScheduler(deps)
  const taken = await scheduler.take()
  await scheduler.idle()
  return taken > 0 ? 'charged' : 'nothing due'
}
const settle: Contender = async (_, deps) => ((await settleDue(deps)) > 0 ? 'settled' : 'nothing to settle')
const revokeAndEnd: Contender = async (given, deps) => {
  const response = await revoke(given, deps)
  await endDue(deps)
  return response
}
const pause: Contender = ({ stage, scheduleId }, deps) => word(schedulePause(deps, stage.world.caller, { scheduleId }))
const pauseAndResume: Contender = async ({ stage, scheduleId }, deps) => {
  await word(schedulePause(deps, stage.world.caller, { scheduleId }))
  return word(scheduleResume(deps, stage.world.caller, { scheduleId }))
}
const cancel: Contender = ({ stage, scheduleId }, deps) =>
  word(scheduleCancel(deps, stage.world.caller, { scheduleId }))
const change: Contender = ({ stage, scheduleId }, deps) =>
  word(scheduleUpdate(deps, stage.world.caller, { scheduleId, amount: usd(700n) }))
const move: Contender = ({ stage, scheduleId, otherAgreementId }, deps) =>
  word(scheduleUpdate(deps, stage.world.caller, { scheduleId, agreementId: otherAgreementId }))
const skip: Contender = ({ stage, occurrenceId }, deps) =>
  word(occurrenceSkip(deps, stage.world.caller, { occurrenceId }))
const retry =
  (idempotencyKey: string): Contender =>
  ({ stage, occurrenceId }, deps) =>
    word(occurrenceRetry(deps, stage.world.caller, { idempotencyKey, occurrenceId }))

const occurrenceDue = 'due' as const
const occurrenceRetrying = 'retrying' as const
/** A worker that starts after a lease has ended finds rows that the first worker has not yet written. */
const LEASE_OVER_MS = 20_000

/** Work that can interrupt the charge of an occurrence. The judge knows the forbidden results. */
export const scheduleRaces: readonly Race[] = [
  { name: 'two schedulers on one occurrence', occurrence: occurrenceDue, first: schedule, second: schedule },
  {
    name: 'two schedulers on one occurrence, the first stopped until its lease has ended',
    ...{ occurrence: occurrenceDue, first: schedule, second: schedule, standsStillMs: LEASE_OVER_MS },
  },
  {
    name: 'two schedulers on a retry, the first stopped until its lease has ended',
    ...{ occurrence: occurrenceRetrying, first: schedule, second: schedule, standsStillMs: LEASE_OVER_MS },
  },
  {
    name: 'a scheduler and a worker that settles occurrences',
    occurrence: occurrenceDue,
    first: schedule,
    second: settle,
  },
  {
    name: 'a scheduler and a cancellation',
    occurrence: occurrenceDue,
    first: schedule,
    second: cancel,
    responses: [['charged', 'done']],
  },
  { name: 'a cancellation and a scheduler', occurrence: occurrenceDue, first: cancel, second: schedule },
  {
    name: 'a scheduler and a pause',
    occurrence: occurrenceDue,
    first: schedule,
    second: pause,
    responses: [['charged', 'done']],
  },
  {
    name: 'a scheduler and a pause that ends at once',
    occurrence: occurrenceDue,
    first: schedule,
    second: pauseAndResume,
  },
  {
    name: 'a retry and a pause that ends at once',
    occurrence: occurrenceRetrying,
    first: schedule,
    second: pauseAndResume,
  },
  {
    name: 'a scheduler and a skip',
    ...{ occurrence: occurrenceDue, first: schedule, second: skip },
    responses: [
      ['charged', 'done'],
      ['charged', 'INVALID_STATE'],
    ],
  },
  { name: 'a scheduler and a change of the amount', occurrence: occurrenceDue, first: schedule, second: change },
  { name: 'a scheduler and a move to another agreement', occurrence: occurrenceDue, first: schedule, second: move },
  { name: 'a retry and a move to another agreement', occurrence: occurrenceRetrying, first: schedule, second: move },
  { name: 'a scheduler and a revocation', occurrence: occurrenceDue, first: schedule, second: revoke },
  { name: 'a revocation and a scheduler', occurrence: occurrenceDue, first: revoke, second: schedule },
  {
    name: 'a scheduler and a manual retry',
    occurrence: occurrenceRetrying,
    first: schedule,
    second: retry('one'),
  },
  {
    name: 'a manual retry and a scheduler',
    occurrence: occurrenceRetrying,
    first: retry('one'),
    second: schedule,
  },
  {
    name: 'two manual retries',
    ...{ occurrence: occurrenceRetrying, first: retry('one'), second: retry('two') },
    responses: [
      ['done', 'INVALID_STATE'],
      ['INVALID_STATE', 'done'],
      // Both get the current state.
      ['done', 'done'],
    ],
  },
  {
    name: 'a manual retry twice under one key',
    occurrence: occurrenceRetrying,
    first: retry('one'),
    second: retry('one'),
  },
  { name: 'a manual retry and a skip', occurrence: occurrenceRetrying, first: retry('one'), second: skip },
  { name: 'a manual retry and a cancellation', occurrence: occurrenceRetrying, first: retry('one'), second: cancel },
  {
    name: 'a revocation that ends schedules, and a move',
    occurrence: occurrenceDue,
    first: revokeAndEnd,
    second: move,
  },
  {
    name: 'a move, and a revocation that ends schedules',
    occurrence: occurrenceDue,
    first: move,
    second: revokeAndEnd,
  },
]
