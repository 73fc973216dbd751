import { findAgreement, findOccurrence, findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import type { OccurrenceRow } from '../../store/tables.ts'
import type { DueOccurrence } from '../../store/work-queue/queues.ts'
import type { Deps } from '../command/deps.ts'
import { requestIdOfTry } from '../provider-request/request-id.ts'
import { asksFirst } from './ask-first.ts'

/**
 * How many tries of one occurrence a backup can lack. A try that never reached the provider is repeated every hour for a
 * day, then once a day.
 */
export const MOST_FORGOTTEN_TRIES = 30

/** True if the tries of an occurrence can be missing from a restored database: it was due before the restore. */
export function mayLackTries(deps: Pick<Deps, 'settings' | 'clock'>, { dueAt }: Pick<OccurrenceRow, 'dueAt'>): boolean {
  const { restored } = deps.settings
  return restored !== undefined && asksFirst(deps, deps.clock.now()) && dueAt < restored.at
}

/**
 * The number of an occurrence's next try. After a restore the provider may have a later try of which the database knows
 * nothing, behind one that never reached it; sending that earlier one would charge a second time. So the provider is
 * asked about each. Undefined if it does not answer.
 */
export async function nextTryNumber(deps: Deps, due: DueOccurrence): Promise<number | undefined> {
  const occurrence = await mustFind(findOccurrence(deps.database, due, due.id))
  const first = occurrence.tries + 1
  if (!mayLackTries(deps, occurrence)) return first
  const { agreementId } = await mustFind(findSchedule(deps.database, due, due.scheduleId))
  const { provider: code, providerAccountId } = await mustFind(findAgreement(deps.database, due, agreementId))
  const provider = deps.providers.find(code, providerAccountId)
  for (let tryNumber = first; provider && tryNumber < first + MOST_FORGOTTEN_TRIES; tryNumber++) {
    const question = {
      about: 'charge',
      providerReference: null,
      sentReference: requestIdOfTry(deps, { scheduleId: due.scheduleId, index: occurrence.index }, tryNumber),
    } as const
    const { found } = await provider.queryStatus(question, { deadlineMs: deps.settings.providerDeadlineMs })
    if (found === 'unknown') return undefined
    if (found === 'yes') return tryNumber
  }
  return provider && first
}
