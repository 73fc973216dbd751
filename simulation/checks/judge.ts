import type { World } from '../engine/world.ts'
import type { ClientRecords } from '../workload/books-of-clients.ts'
import { brokenRules } from './broken-rules.ts'
import { checkLimits } from './check-limits.ts'
import { checkLog } from './check-log.ts'
import { checkMoney } from './check-money.ts'
import { checkOccurrences } from './check-periods.ts'
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
import type { FinalRecords } from './final-books.ts'

/** What is wrong with the end of a simulation: the providers' ledgers, the records, the log and the clients' answers, compared. */
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
    // Later than that no occurrence is charged.
    ...(await brokenRules(connections, new Date(Math.min(scheduler.nowMs, lastOccurrenceMs)), allowed)),
    ...checkAcknowledged(records, clients),
    ...checkStops(records, clients),
    ...checkOccurrences(records, lastOccurrenceMs),
    ...checkTries(records, providers, allowed),
    ...checkLimits(providers),
  ]
}
