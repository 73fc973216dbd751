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
/** If the provider gives no usable answer for this long, a person has to decide. */
const ASKED_FOR_MS = 72 * 3_600_000

/**
 * Gives up an agreement whose consumer did not enter a means of payment, or did not return from their bank. The charge
 * made with it becomes DISCARDED. If something was sent, the gateway first queries the provider and gives up only if
 * the provider still waits for the consumer or does not know the agreement. If money moves after all, reconciliation
 * finds it.
 */
export async function agreementAbandon(deps: Deps, overdue: Claimed<OverdueAgreement>): Promise<void> {
  try {
    await finish(deps.database, overdue, await abandon(deps, overdue))
  } catch (error) {
    await finish(deps.database, overdue, later(deps, overdue)).catch(() => {})
    throw error
  }
}

/** When to check the agreement again. Null if a person has to decide; undefined if it is done. */
async function abandon(deps: Deps, overdue: OverdueAgreement): Promise<Date | null | undefined> {
  const { id, merchantId, mode, sentAt } = overdue
  const tenant = { merchantId, mode }
  const now = deps.clock.now()
  if (sentAt !== null) {
    const end = new Date(sentAt.getTime() + AUTHENTICATION_MS)
    if (end > now) return end
    const found = await askAboutAgreement(deps, tenant, id, { source: 'RECONCILIATION', actor: 'abandon' })
    if (found !== 'yes' && found !== 'absent') {
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
  // A request that is in flight or has an unknown outcome is left to recovery first.
  return applied?.agreement.status === 'AUTHENTICATION_PENDING' ? later(deps, overdue) : undefined
}

/**
 * True if the agreement still waits for its consumer, and nothing was sent since it was selected. An agreement that
 * waits for the provider is in AUTHORIZATION_PROCESSING instead.
 */
function isAbandoned({ agreement, initialCharge }: AgreementStates, sent: boolean): boolean {
  const operations = initialCharge?.operations ?? []
  const asBefore = sent || operations.every(({ sentReference }) => sentReference === null)
  const waits = operations.every(({ status }) => status === 'PENDING')
  return agreement.agreement.status === 'AUTHENTICATION_PENDING' && asBefore && waits
}

/** The wait grows with the time since the request was sent. */
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
