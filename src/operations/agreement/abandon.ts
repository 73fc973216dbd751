import { noteOnAgreement } from '../../domain/agreement/transition.ts'
import { authenticationTimeout } from '../../domain/decline/failure.ts'
import {
  awaitLonger,
  type OverdueAgreement,
  overdueAgreements,
  stopAwaiting,
} from '../../store/agreement/claim-awaited.ts'
import type { Deps } from '../command/deps.ts'
import { AUTHENTICATION_MS } from '../provider-request/query.ts'
import { failCreation } from './answer.ts'
import { agreementApply } from './apply.ts'
import { askAboutAgreement } from './query-status.ts'
import type { AgreementStates } from './state-pair.ts'

const ASK_AGAIN_MS = 10 * 60_000
/** After this long without a word from the provider a person has to decide. */
const ASKED_FOR_MS = 72 * 3_600_000

/**
 * Gives up agreements whose consumers did not come, or did not come back from their bank; the charge made with one is
 * DISCARDED. Where something was sent the provider is asked first: only its word that it still waits for the consumer, or that
 * it knows nothing of it, ends it. Should money move after all, reconciliation finds it. Returns how many were looked at.
 */
export async function abandonAgreements(deps: Deps, limit: number): Promise<number> {
  const due = await overdueAgreements(deps.database, deps.clock.now(), limit)
  await Promise.all(
    due.map(overdue =>
      abandon(deps, overdue).catch(async (error: unknown) => {
        deps.log.error({ agreement: overdue.id, err: error }, 'an agreement could not be given up this time')
        // At the end of the queue, so that it does not keep others from being looked at.
        await later(deps, overdue).catch(() => {})
      }),
    ),
  )
  return due.length
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
      return now.getTime() - sentAt.getTime() < ASKED_FOR_MS ? later(deps, overdue) : askForAttention(deps, overdue)
  }
  const applied = await agreementApply(deps, {
    tenant,
    agreementId: id,
    source: 'SCHEDULER',
    actor: 'abandon',
    change: records => (isAbandoned(records, sentAt !== null) ? failCreation(records, authenticationTimeout) : records),
  })
  // What is on its way, or unknown, is recovery's to find out first.
  if (applied?.agreement.status === 'AUTHENTICATION_PENDING') await later(deps, overdue)
}

/**
 * Still waiting for the consumer; and nothing was sent since that was found out. What waits for the provider instead is an
 * agreement in AUTHORIZATION_PROCESSING.
 */
function isAbandoned({ agreement, initialCharge }: AgreementStates, sent: boolean): boolean {
  const operations = initialCharge?.operations ?? []
  const asBefore = sent || operations.every(({ sentReference }) => sentReference === null)
  const waits = operations.every(({ status }) => status === 'PENDING')
  return agreement.agreement.status === 'AUTHENTICATION_PENDING' && asBefore && waits
}

/** Less and less often. */
function later(deps: Deps, overdue: OverdueAgreement): Promise<void> {
  const now = deps.clock.now()
  const waitMs = Math.max(ASK_AGAIN_MS, (now.getTime() - (overdue.sentAt ?? now).getTime()) / 4)
  return awaitLonger(deps.database, overdue, new Date(now.getTime() + waitMs))
}

async function askForAttention(deps: Deps, overdue: OverdueAgreement): Promise<void> {
  const { id, merchantId, mode } = overdue
  const added = {
    type: 'reconciliation.unsettled',
    key: id,
    data: { purpose: 'AGREEMENT_CREATE' },
    needsAttention: true,
  } as const
  await agreementApply(deps, {
    tenant: { merchantId, mode },
    agreementId: id,
    source: 'SCHEDULER',
    actor: 'abandon',
    change: records => ({ ...records, agreement: noteOnAgreement(records.agreement, added) }),
  })
  await stopAwaiting(deps.database, overdue)
}
