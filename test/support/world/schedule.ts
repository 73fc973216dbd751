import type { ScheduleCreateInput } from '../../../src/operations/command/inputs.ts'
import { scheduleCreate } from '../../../src/operations/schedule/create.ts'
import type { ScheduleRow } from '../../../src/store/tables.ts'
import { key, mustSucceed, usd } from './story.ts'
import type { World } from './world.ts'

/** A schedule of 10.00 USD a month, anchored on the world's current day in UTC, at 23:59. */
export async function givenSchedule(
  { deps, caller }: World,
  agreementId: string,
  input: Partial<ScheduleCreateInput> = {},
): Promise<ScheduleRow> {
  const anchorDate = deps.clock.now().toISOString().slice(0, 10)
  return mustSucceed(
    await scheduleCreate(deps, caller, {
      ...{ idempotencyKey: key(), agreementId, amount: usd(1_000n), interval: 'MONTH', anchorDate, timeOfDay: '23:59' },
      ...input,
    }),
  ).schedule
}
