import {
  nextReconciliation,
  waitingOfAgreement,
  waitingOfCharge,
} from '../../domain/provider-request/reconciliation.ts'
import { pendingRequestsOfCharge } from '../../store/provider-request/find.ts'
import { claimToReconcile, type DueObject, planReconciliation } from '../../store/provider-request/reconciliation.ts'
import { operationsOfCharges } from '../../store/reads/operations-of-charges.ts'
import { findAgreement, findCharge } from '../../store/sql/find-rows.ts'
import { askAboutAgreement } from '../agreement/query-status.ts'
import { askAboutCharge } from '../charge/query-status.ts'
import type { Deps } from '../command/deps.ts'
import { queryRequestStatus } from './query.ts'

/** As short as what waits at all: should asking take longer, another asks too, and the first to be done plans. */
const LEASE_MS = 30_000
const by = { source: 'RECONCILIATION', actor: 'reconciliation' } as const

/**
 * Asks providers about what has waited long enough, so that no notification that was lost, and no time in which we were
 * down, costs anything. What differs is recorded, never overwritten. Returns how many objects were looked at.
 */
export async function reconcileDue(deps: Deps, limit: number): Promise<number> {
  const now = deps.clock.now()
  const claim = { now, lease: new Date(now.getTime() + LEASE_MS), limit }
  const charges = await claimToReconcile(deps.database, 'charges', claim)
  const agreements = await claimToReconcile(deps.database, 'agreements', claim)
  const done = await Promise.allSettled([
    ...charges.map(due => reconcileCharge(deps, due)),
    ...agreements.map(due => reconcileAgreement(deps, due)),
  ])
  for (const result of done)
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason as unknown }, 'something could not be reconciled this time')
  return done.length
}

async function reconcileCharge(deps: Deps, due: DueObject): Promise<void> {
  const { id, merchantId, mode, agreementId, reason } = due
  const tenant = { merchantId, mode }
  if (!answers(deps, due)) return
  const charge = await findCharge(deps.database, tenant, id)
  if (charge === undefined) return
  const operations = await operationsOfCharges(deps.database, tenant, [id])
  const waiting = waitingOfCharge(charge, operations)
  // A first charge and its agreement wait for the same consumer.
  const heard =
    reason === 'INITIAL' && waiting === 'waiting'
      ? await askAboutAgreement(deps, tenant, agreementId, by)
      : await askAboutCharge(deps, tenant, id, { ...by, compare: waiting === 'settled' })
  // Not every provider tells of a refund unless it is asked by the refund's own reference.
  for (const providerRequest of await pendingRequestsOfCharge(deps.database, tenant, id))
    await queryRequestStatus(deps, providerRequest, by)
  // Nothing was sent of it yet: there is nothing to ask, and sending it plans again.
  const next = heard === undefined ? null : nextReconciliation(waiting, due.changedAt, deps.clock.now())
  await planReconciliation(deps.database, 'charges', due, next)
}

async function reconcileAgreement(deps: Deps, due: DueObject): Promise<void> {
  const { id, merchantId, mode } = due
  const tenant = { merchantId, mode }
  // Where it cannot be asked about by itself, the charge that is made with it brings its update.
  if (deps.providers.find(due.provider)?.readsAgreements === false)
    return planReconciliation(deps.database, 'agreements', due, null)
  if (!answers(deps, due)) return
  const agreement = await findAgreement(deps.database, tenant, id)
  if (agreement === undefined) return
  await askAboutAgreement(deps, tenant, id, by)
  const next = nextReconciliation(waitingOfAgreement(agreement.status), due.changedAt, deps.clock.now())
  await planReconciliation(deps.database, 'agreements', due, next)
}

/** Who does not answer is not asked; the lease ends by itself, and then it is asked again. */
function answers({ providers }: Deps, { provider }: DueObject): boolean {
  const found = providers.find(provider)
  return found !== undefined && found.health().circuit !== 'OPEN'
}
