import { kindOfId } from '../../base/id.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { ChargeReport } from '../../domain/provider/report.ts'
import { loadAgreement } from '../../store/agreement/repository.ts'
import { knownRequests, latestOccurrences } from '../../store/provider-request/known.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findAgreement, mustFind } from '../../store/sql/find-rows.ts'
import { commit } from '../../store/sql/write.ts'
import { chargeIntent, chargeUnder } from '../charge/intent.ts'
import type { Deps } from '../command/deps.ts'
import { asksFirst } from '../provider-request/record.ts'
import { requestIdOfTry } from '../provider-request/request-id.ts'
import { MOST_FORGOTTEN_TRIES } from './forgotten-tries.ts'

/** How many occurrences of a schedule a backup can lack. */
const OCCURRENCES = 40

interface Forgotten {
  readonly reference: string
  readonly amount: bigint
  readonly currency: string
}

/**
 * Records the charges that the provider lists for an agreement and a restored database lacks. Each is recorded like a
 * request whose response was lost: recovery reads its state from the provider. False if the provider did not answer. If
 * the list is not complete, its charges are recorded, and the log says that a person must compare the others.
 */
export async function findForgottenCharges(deps: Deps, tenant: Tenant, agreementId: string): Promise<boolean> {
  const {
    provider: code,
    providerAccountId,
    providerReference,
  } = await mustFind(findAgreement(deps.database, tenant, agreementId))
  const list = deps.providers.find(code, providerAccountId)?.listCharges
  if (list === undefined || providerReference === null || !asksFirst(deps, deps.clock.now())) return true
  const listed = await list(providerReference, { deadlineMs: deps.settings.providerDeadlineMs })
  if (listed === undefined) return false
  if (!listed.isComplete)
    deps.log.error(
      { agreement: agreementId },
      'the list of charges at the provider is not complete; see docs/runbooks/restore.md',
    )
  const found = listed.reports.flatMap(report => forgottenOf(report) ?? [])
  const known = await knownRequests(
    deps.database,
    found.map(({ reference }) => reference),
  )
  const missing = found.filter(({ reference }) => !known.has(reference))
  if (missing.length === 0) return true
  const ofSchedules = await triesOfSchedules(deps, agreementId)
  for (const charge of missing)
    if (!ofSchedules.has(charge.reference)) await recordForgotten(deps, tenant, agreementId, charge)
  return true
}

/** Undefined if another system made it on the same account: its reference is not one of the gateway's. */
function forgottenOf({ sentReference, currency, operations }: ChargeReport): Forgotten | undefined {
  const amount = operations.find(({ kind }) => kind === 'AUTHORIZATION')?.amount
  if (sentReference === undefined || currency === undefined || amount === undefined) return undefined
  return kindOfId(sentReference) === 'providerRequest' ? { reference: sentReference, amount, currency } : undefined
}

/** The references of charges that a known schedule makes again under the same reference, when it is released. */
async function triesOfSchedules(deps: Deps, agreementId: string): Promise<ReadonlySet<string>> {
  const references = new Set<string>()
  for (const { scheduleId, index: last } of await latestOccurrences(deps.database, agreementId))
    for (let index = Math.max(last - OCCURRENCES, 0); index <= last + OCCURRENCES; index++)
      for (let tryNumber = 1; tryNumber <= MOST_FORGOTTEN_TRIES; tryNumber++)
        references.add(requestIdOfTry(deps, { scheduleId, index }, tryNumber))
  return references
}

async function recordForgotten(
  deps: Deps,
  tenant: Tenant,
  agreementId: string,
  { reference, amount, currency }: Forgotten,
): Promise<void> {
  const now = deps.clock.now()
  const cause = { source: 'RECONCILIATION', actor: 'restore', now } as const
  const locks = [aggregateLock('agreement', agreementId)]
  const recorded = await deps.database.transaction(
    async sql => {
      const agreement = await mustFind(loadAgreement(sql, tenant, agreementId))
      if ((await knownRequests(sql, [reference])).has(reference)) return true
      const row = {
        ...chargeUnder(agreement.row, now),
        ...{ amount, currency },
        ...({ captureMode: 'AUTOMATIC', initiator: 'MERCHANT', reason: 'UNSCHEDULED' } as const),
        ...{ retryOfId: null, attemptNumber: 1, reference: null, description: null, returnUrl: null, metadata: null },
      }
      const intended = await chargeIntent(deps, sql, { tenant }, agreement, {
        row,
        cause,
        providerRequestId: reference,
      })
      if (intended.ok) await commit(sql, intended.writes)
      return intended.ok
    },
    { locks },
  )
  if (recorded) {
    deps.tail.wake()
    deps.log.warn({ agreement: agreementId, reference }, 'found a charge that the restored database lacked')
  } else
    deps.log.error(
      { agreement: agreementId, reference },
      'a charge at the provider cannot be recorded; see docs/runbooks/restore.md',
    )
}
