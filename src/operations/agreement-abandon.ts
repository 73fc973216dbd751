import { authenticationTimeout } from '../domain/failure.ts'
import { awaitLonger, type OverdueAgreement, overdueAgreements } from '../store/awaited-agreements.ts'
import { agreementApply } from './agreement-apply.ts'
import { askAboutAgreement } from './agreement-ask.ts'
import { failCreation } from './answer-to-agreement.ts'
import type { Deps } from './deps.ts'

/** How long a consumer who has given a means of payment has for their bank's questions. */
const AUTHENTICATION_MS = 30 * 60_000
const ASK_AGAIN_MS = 10 * 60_000

/**
 * Gives up agreements whose consumers did not come, or did not come back from their bank; the charge made with one is
 * DISCARDED. Where something was sent the provider is asked first: only its word that nothing was decided, or that it knows nothing of it, ends it, and
 * should the money move later after all it is recorded, for people to see. Returns how many were looked at.
 */
export async function abandonAgreements(deps: Deps, limit: number): Promise<number> {
  const due = await overdueAgreements(deps.database, deps.clock.now(), limit)
  const done = await Promise.allSettled(due.map(agreement => abandon(deps, agreement)))
  for (const result of done)
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason as unknown }, 'an agreement could not be given up')
  return done.filter(({ status }) => status === 'fulfilled').length
}

async function abandon(deps: Deps, overdue: OverdueAgreement): Promise<void> {
  const { id, merchantId, mode, sentAt } = overdue
  const tenant = { merchantId, mode }
  const now = deps.clock.now()
  if (sentAt !== null) {
    const end = new Date(sentAt.getTime() + AUTHENTICATION_MS)
    if (end > now) return awaitLonger(deps.database, overdue, end)
    const heard = await askAboutAgreement(deps, tenant, id, { source: 'RECONCILIATION', actor: 'abandon' })
    if (heard !== 'yes' && heard !== 'absent')
      return awaitLonger(deps.database, overdue, new Date(now.getTime() + ASK_AGAIN_MS))
  }
  const applied = await agreementApply(deps, {
    tenant,
    agreementId: id,
    source: 'SCHEDULER',
    actor: 'abandon',
    change: books => {
      const { status } = books.agreement.agreement
      const open = books.initialCharge?.operations.some(({ status: of }) => of === 'PROCESSING' || of === 'UNKNOWN')
      return status === 'AUTHENTICATION_PENDING' && open !== true ? failCreation(books, authenticationTimeout) : books
    },
  })
  // What is on its way, or unknown, is recovery's to find out first.
  if (applied?.agreement.status === 'AUTHENTICATION_PENDING')
    await awaitLonger(deps.database, overdue, new Date(now.getTime() + ASK_AGAIN_MS))
}
