import {
  nextReconciliation,
  waitingOfAgreement,
  waitingOfCharge,
} from '../../domain/provider-request/reconciliation.ts'
import { pendingRequestsOfCharge } from '../../store/provider-request/find.ts'
import { operationsOfCharges } from '../../store/reads/operations-of-charges.ts'
import { findAgreement, findCharge } from '../../store/sql/find-rows.ts'
import type { ReconcilableRow } from '../../store/work-queue/queues.ts'
import { type Claimed, finish } from '../../store/work-queue/work-queue.ts'
import { askAboutAgreement } from '../agreement/query-status.ts'
import { askAboutCharge } from '../charge/query-status.ts'
import type { Deps } from '../command/deps.ts'
import { queryRequestStatus } from './query.ts'

/** How soon it is tried again if the provider does not answer, or if something goes wrong. */
const AGAIN_MS = 30_000
const by = { source: 'RECONCILIATION', actor: 'reconciliation' } as const

/**
 * Asks a provider about an object that has waited long enough, so that no notification that was lost, and no time in which we
 * were down, costs anything. What differs is recorded, never overwritten.
 */
export async function reconcile(deps: Deps, due: Claimed<ReconcilableRow>): Promise<void> {
  const again = new Date(deps.clock.now().getTime() + AGAIN_MS)
  try {
    await finish(deps.database, due, await (due.table === 'charges' ? nextOfCharge : nextOfAgreement)(deps, due, again))
  } catch (error) {
    await finish(deps.database, due, again).catch(() => {})
    throw error
  }
}

/** When the charge is asked about next; null: never. */
async function nextOfCharge(deps: Deps, due: ReconcilableRow, again: Date): Promise<Date | null> {
  const { id, merchantId, mode, agreementId, reason } = due
  const tenant = { merchantId, mode }
  if (!answers(deps, due)) return again
  const charge = await findCharge(deps.database, tenant, id)
  if (charge === undefined) return null
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
  return heard === undefined ? null : nextReconciliation(waiting, due.changedAt, deps.clock.now())
}

/** When the agreement is asked about next; null: never. */
async function nextOfAgreement(deps: Deps, due: ReconcilableRow, again: Date): Promise<Date | null> {
  const { id, merchantId, mode } = due
  const tenant = { merchantId, mode }
  // If the provider cannot be asked about it, the charge that is made with it brings its update.
  if (deps.providers.find(due.provider, due.providerAccountId)?.readsAgreements === false) return null
  if (!answers(deps, due)) return again
  const agreement = await findAgreement(deps.database, tenant, id)
  if (agreement === undefined) return null
  await askAboutAgreement(deps, tenant, id, by)
  return nextReconciliation(waitingOfAgreement(agreement.status), due.changedAt, deps.clock.now())
}

/** A provider whose circuit is open is not asked. */
function answers({ providers }: Deps, { provider, providerAccountId }: ReconcilableRow): boolean {
  const found = providers.find(provider, providerAccountId)
  return found !== undefined && found.health().circuit !== 'OPEN'
}
