import type { Difference, Evidence } from '../evidence/evidence.ts'
import { compareKeys } from './keys.ts'
import { compareLog, compareSubscribers } from './log.ts'
import { compareMoney, compareSums } from './money.ts'
import { compareOpen } from './open.ts'
import { compareOutcomes } from './outcomes.ts'
import { comparePromises } from './promises.ts'
import { compareSchedules } from './schedules.ts'

/** Compares all records of a run. Every difference is reported, without exceptions. */
export function compare(evidence: Evidence): Difference[] {
  return [
    ...compareKeys(evidence),
    ...compareMoney(evidence),
    ...compareSums(evidence),
    ...compareSchedules(evidence),
    ...compareOpen(evidence),
    ...comparePromises(evidence),
    ...compareOutcomes(evidence),
    ...compareLog(evidence),
    ...compareSubscribers(evidence),
    ...evidence.responses.problems.map((what): Difference => ({ kind: 'caller', what })),
    ...evidence.deaths.map((what): Difference => ({ kind: 'process', what })),
  ]
}
