import type { World } from '../engine/world.ts'
import type { ClientBooks } from '../workload/books-of-clients.ts'
import { brokenRules } from './broken-rules.ts'
import { checkLimits } from './check-limits.ts'
import { checkLog } from './check-log.ts'
import { checkMoney } from './check-money.ts'
import { checkPeriods } from './check-periods.ts'
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
import type { FinalBooks } from './final-books.ts'

/** What is wrong with the end of a simulation: the providers' ledgers, the books, the log and the clients' answers, compared. */
export async function judge(world: World, books: FinalBooks, clients: ClientBooks): Promise<string[]> {
  const { connections, locks, providers, scheduler, defects, lastPeriodMs } = world
  const allowed = operatorsItems(books, providers)
  const open = connections.idle !== connections.size || locks.held > 0
  return [
    ...(open ? ['a transaction was left open'] : []),
    ...defects,
    ...checkMoney(books, providers),
    ...checkLog(books),
    ...checkQuiet(books, allowed),
    ...checkAttention(books, allowed),
    ...checkAgreements(books, providers),
    ...checkPages(books, providers),
    // Later than that no period is charged.
    ...(await brokenRules(connections, new Date(Math.min(scheduler.nowMs, lastPeriodMs)), allowed)),
    ...checkAcknowledged(books, clients),
    ...checkStops(books, clients),
    ...checkPeriods(books, lastPeriodMs),
    ...checkTries(books, providers, allowed),
    ...checkLimits(providers),
  ]
}
