import type { World } from '../engine/world.ts'
import type { ClientRecords } from '../workload/client-records.ts'
import { brokenRules } from './broken-rules.ts'
import { checkLimits } from './check-limits.ts'
import { checkLog } from './check-log.ts'
import { checkMoney } from './check-money.ts'
import { checkOccurrences } from './check-occurrences.ts'
import {
  checkAcknowledged,
  checkAgreements,
  checkAttention,
  checkPages,
  checkQuiet,
  operatorsItems,
} from './check-quiet.ts'
import { checkStops } from './check-stops.ts'
import { checkTries } from './check-tries.ts'
import type { FinalRecords } from './final-records.ts'

/**
 * The violations at the end of a simulation, from a comparison of the providers' ledgers, the records, the log and the
 * clients' responses.
 */
export async function judge(world: World, records: FinalRecords, clients: ClientRecords): Promise<string[]> {
  const { connections, locks, providers, scheduler, defects, lastOccurrenceMs } = world
  const allowed = operatorsItems(records, providers)
  const open = connections.idle !== connections.size || locks.held > 0
  return [
    ...(open ? ['a transaction was left open'] : []),
    ...defects,
    ...checkMoney(records, providers),
    ...checkLog(records),
    ...checkQuiet(records, allowed),
    ...checkAttention(records, allowed),
    ...checkAgreements(records, providers),
    ...checkPages(records, providers),
    // No occurrence is charged later than this.
    ...(await brokenRules(connections, new Date(Math.min(scheduler.nowMs, lastOccurrenceMs)), allowed)),
    ...checkAcknowledged(records, clients),
    ...checkStops(records, clients),
    ...checkOccurrences(records, lastOccurrenceMs),
    ...checkTries(records, providers, allowed),
    ...checkLimits(providers),
  ]
}
