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
import { findForgottenCharges } from '../restore/forgotten-charges.ts'
import { queryRequestStatus } from './query.ts'

/** The delay until the next try if the provider does not answer, or if an error occurs. */
const AGAIN_MS = 30_000
const by = { source: 'RECONCILIATION', actor: 'reconciliation' } as const

/**
 * Queries a provider about an object that has been open for long enough, so that lost notifications and downtime of the
 * gateway have no lasting effect. A difference is recorded; nothing is overwritten.
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

/** When to query the charge next; null if never. */
async function nextOfCharge(deps: Deps, due: ReconcilableRow, again: Date): Promise<Date | null> {
  const { id, merchantId, mode, agreementId, reason } = due
  const tenant = { merchantId, mode }
  if (!answers(deps, due)) return again
  const charge = await findCharge(deps.database, tenant, id)
  if (charge === undefined) return null
  const operations = await operationsOfCharges(deps.database, tenant, [id])
  const waiting = waitingOfCharge(charge, operations)
  // An initial charge and its agreement wait for the same consumer.
  const found =
    reason === 'INITIAL' && waiting === 'waiting'
      ? await askAboutAgreement(deps, tenant, agreementId, by)
      : await askAboutCharge(deps, tenant, id, { ...by, compare: waiting === 'settled' })
  // Some providers report a refund only if they are queried by the refund's own reference.
  for (const providerRequest of await pendingRequestsOfCharge(deps.database, tenant, id))
    await queryRequestStatus(deps, providerRequest, by)
  // Undefined: nothing was sent for the charge yet, so there is nothing to query. Its sending plans the next
  // reconciliation.
  return found === undefined ? null : nextReconciliation(waiting, due.changedAt, deps.clock.now())
}

/** When to query the agreement next; null if never. */
async function nextOfAgreement(deps: Deps, due: ReconcilableRow, again: Date): Promise<Date | null> {
  const { id, merchantId, mode } = due
  const tenant = { merchantId, mode }
  // If the provider has no status query for agreements, the charge made with the agreement brings the update.
  if (deps.providers.find(due.provider, due.providerAccountId)?.readsAgreements === false) return null
  if (!answers(deps, due)) return again
  const agreement = await findAgreement(deps.database, tenant, id)
  if (agreement === undefined) return null
  await askAboutAgreement(deps, tenant, id, by)
  if (!(await findForgottenCharges(deps, tenant, id))) return again
  return nextReconciliation(waitingOfAgreement(agreement.status), due.changedAt, deps.clock.now())
}

/** A provider whose circuit is open is not queried. */
function answers({ providers }: Deps, { provider, providerAccountId }: ReconcilableRow): boolean {
  const found = providers.find(provider, providerAccountId)
  return found !== undefined && found.health().circuit !== 'OPEN'
}
