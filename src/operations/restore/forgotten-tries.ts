import { findAgreement, findOccurrence, mustFind } from '../../store/sql/find-rows.ts'
import type { OccurrenceRow } from '../../store/tables.ts'
import type { DueOccurrence } from '../../store/work-queue/queues.ts'
import type { Deps } from '../command/deps.ts'
import { requestIdOfTry } from '../provider-request/request-id.ts'

/**
 * How many tries of one occurrence a backup can lack. A try that never reached the provider is repeated every hour for a
 * day, then once a day.
 */
export const MOST_FORGOTTEN_TRIES = 30

/**
 * True if the tries of an occurrence can be missing from a restored database: it was due before the restore. Without a
 * limit of time, because an operator may release the schedules late.
 */
export function mayLackTries({ restored }: Deps['settings'], { dueAt }: Pick<OccurrenceRow, 'dueAt'>): boolean {
  return restored !== undefined && dueAt < restored.at
}

/**
 * The number of an occurrence's next try, if the provider has to be asked for it. After a restore the provider may have
 * a later try of which the database knows nothing, behind one that never reached it; sending that earlier one would
 * charge a second time. `unanswered`: the provider did not say.
 */
export type NextTry = { readonly kind: 'usual' | 'unanswered' } | { readonly kind: 'asked'; readonly tryNumber: number }

export async function nextTry(deps: Deps, due: DueOccurrence): Promise<NextTry> {
  if (!mayLackTries(deps.settings, due)) return { kind: 'usual' }
  const { tries, index } = await mustFind(findOccurrence(deps.database, due, due.id))
  const { provider: code, providerAccountId } = await mustFind(findAgreement(deps.database, due, due.agreementId))
  const provider = deps.providers.find(code, providerAccountId)
  if (provider === undefined) return { kind: 'unanswered' }
  const first = tries + 1
  for (let tryNumber = first; tryNumber < first + MOST_FORGOTTEN_TRIES; tryNumber++) {
    const question = {
      about: 'charge',
      providerReference: null,
      sentReference: requestIdOfTry(deps, { scheduleId: due.scheduleId, index }, tryNumber),
    } as const
    const { found } = await provider.queryStatus(question, { deadlineMs: deps.settings.providerDeadlineMs })
    if (found === 'unknown') return { kind: 'unanswered' }
    if (found === 'yes') return { kind: 'asked', tryNumber }
  }
  return { kind: 'asked', tryNumber: first }
}
