import { type AgreementStates, noteOnAgreement } from '../../domain/agreement/transition.ts'
import { authenticationTimeout } from '../../domain/decline/failure.ts'
import type { OverdueAgreement } from '../../store/work-queue/queues.ts'
import { type Claimed, finish } from '../../store/work-queue/work-queue.ts'
import type { Deps } from '../command/deps.ts'
import { AUTHENTICATION_MS } from '../provider-request/query.ts'
import { failCreation } from './answer.ts'
import { agreementApply } from './apply.ts'
import { askAboutAgreement } from './query-status.ts'

const ASK_AGAIN_MS = 10 * 60_000
/** After this long without a word from the provider a person has to decide. */
const ASKED_FOR_MS = 72 * 3_600_000

/**
 * Gives up an agreement whose consumer did not come, or did not come back from their bank; the charge made with it is
 * DISCARDED. If something was sent, the provider is asked first: only its answer that it still waits for the consumer, or that
 * it does not know the agreement, ends it. If money moves after all, reconciliation finds it.
 */
export async function agreementAbandon(deps: Deps, overdue: Claimed<OverdueAgreement>): Promise<void> {
  try {
    await finish(deps.database, overdue, await abandon(deps, overdue))
  } catch (error) {
    await finish(deps.database, overdue, later(deps, overdue)).catch(() => {})
    throw error
  }
}

/** When to look at it again; null: a person has to decide; undefined: it is done. */
async function abandon(deps: Deps, overdue: OverdueAgreement): Promise<Date | null | undefined> {
  const { id, merchantId, mode, sentAt } = overdue
  const tenant = { merchantId, mode }
  const now = deps.clock.now()
  if (sentAt !== null) {
    const end = new Date(sentAt.getTime() + AUTHENTICATION_MS)
    if (end > now) return end
    const heard = await askAboutAgreement(deps, tenant, id, { source: 'RECONCILIATION', actor: 'abandon' })
    if (heard !== 'yes' && heard !== 'absent') {
      if (now.getTime() - sentAt.getTime() < ASKED_FOR_MS) return later(deps, overdue)
      await askForAttention(deps, overdue)
      return null
    }
  }
  const applied = await agreementApply(deps, {
    tenant,
    agreementId: id,
    source: 'SCHEDULER',
    actor: 'abandon',
    change: records => (isAbandoned(records, sentAt !== null) ? failCreation(records, authenticationTimeout) : records),
  })
  // What is on its way, or unknown, is recovery's to find out first.
  return applied?.agreement.status === 'AUTHENTICATION_PENDING' ? later(deps, overdue) : undefined
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
function later(deps: Deps, overdue: OverdueAgreement): Date {
  const now = deps.clock.now()
  const waitMs = Math.max(ASK_AGAIN_MS, (now.getTime() - (overdue.sentAt ?? now).getTime()) / 4)
  return new Date(now.getTime() + waitMs)
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
}
