import { shareByKey } from '../../base/share-by-key.ts'
import { isUndecidedAgreement } from '../../domain/agreement/status.ts'
import { isUndecidedCharge } from '../../domain/charge/status.ts'
import type { Return } from '../../store/agreement/find-return.ts'
import { claimReturnQuery } from '../../store/agreement/return-queries.ts'
import { askAboutAgreement } from '../agreement/query-status.ts'
import { askAboutCharge } from '../charge/query-status.ts'
import type { Deps } from '../command/deps.ts'

/** Everyone who has a link can open it any number of times, so its provider is queried at most once in this time. */
const ASKED_EVERY_MS = 3_000

const by = { source: 'RECONCILIATION', actor: 'return' } as const
const shared = shareByKey()

/** True while the outcome of the agreement or the charge is not known. */
export function isUndecided({ agreementStatus, chargeStatus }: Return): boolean {
  return (
    (agreementStatus !== null && isUndecidedAgreement(agreementStatus)) ||
    (chargeStatus !== null && isUndecidedCharge(chargeStatus))
  )
}

/** True if the agreement or its charge is recorded as failed. */
export function isFailed({ agreementStatus, chargeStatus }: Return): boolean {
  return agreementStatus === 'FAILED' || chargeStatus === 'FAILED' || chargeStatus === 'DISCARDED'
}

/**
 * Queries the provider for the status and applies the answer. Returns at the same time share one query. Returns soon
 * after it, in any process, send none: reconciliation does.
 */
export function askOnReturn(deps: Deps, found: Return): Promise<void> {
  return shared(deps.database, found.id, () => ask(deps, found))
}

async function ask(deps: Deps, { id, agreementId, merchantId, mode }: Return): Promise<void> {
  const nowMs = deps.realTime.nowMs()
  const times = { now: new Date(nowMs), nextAt: new Date(nowMs + ASKED_EVERY_MS) }
  if (!(await claimReturnQuery(deps.database, id, times))) return
  const tenant = { merchantId, mode }
  await (id === agreementId ? askAboutAgreement(deps, tenant, id, by) : askAboutCharge(deps, tenant, id, by))
}
