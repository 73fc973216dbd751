import type { ApiCharge, Difference, Evidence } from '../evidence/evidence.ts'
import { isPageLost } from '../load/page-lost.ts'
import { declinedAmounts, type PlannedCharge } from '../plan/plan.ts'

/**
 * The gateway concluded that a request, which must not be sent again, never arrived. Its caller can request it again.
 */
const GIVEN_UP = 'NEVER_ARRIVED'

/**
 * Checks that every charge ended as its story says: the provider declines the magic amounts and accepts everything
 * else.
 */
export function compareOutcomes(evidence: Evidence): Difference[] {
  const { responses, charges, agreements } = evidence
  const byId = new Map(charges.map(charge => [charge.id, charge]))
  const statusOfAgreement = new Map(agreements.map(({ id, status }) => [id, status]))
  const revoked = [...responses.revoked].flatMap((id): Difference[] => {
    const status = statusOfAgreement.get(id)
    return status === 'REVOKED_BY_MERCHANT'
      ? []
      : [{ kind: 'broken promise', what: `agreement ${id} was revoked, but is ${status}` }]
  })
  const unlike = [...responses.charges.values()].flatMap(({ planned, ids }) =>
    [...ids].flatMap((id): Difference[] => {
      const charge = byId.get(id)
      if (charge === undefined || planned === undefined) return []
      const wanted = wantedOf(planned)
      const found = `${charge.status}${charge.failureCode === null ? '' : ` ${charge.failureCode}`}`
      if (found === wanted || givenUp(charge) || isPageLost(charge)) return []
      const what = `${id} (${planned.story}) should be ${wanted}, but is ${found}`
      return [{ kind: charge.status === 'FAILED' ? 'lost' : 'unexpected outcome', what }]
    }),
  )
  return [...revoked, ...unlike]
}

/** Operations that failed because their requests were lost in transit and could not be sent again. */
export function operationsGivenUp({ charges }: Pick<Evidence, 'charges'>): number {
  return charges.reduce((sum, { operations }) => sum + operations.filter(isGivenUp).length, 0)
}

function givenUp({ operations }: ApiCharge): boolean {
  return operations.some(isGivenUp)
}

function isGivenUp({ failureCode, kind }: ApiCharge['operations'][number]): boolean {
  return kind !== 'AUTHORIZATION' && failureCode === GIVEN_UP
}

function wantedOf({ story, provider, amount }: PlannedCharge): string {
  switch (story) {
    case 'declined':
      return `FAILED ${declinedAmounts[amount as keyof typeof declinedAmounts]}`
    case 'refundedTwice':
      return 'PARTIALLY_REFUNDED'
    case 'refundedWhole':
      return 'REFUNDED'
    case 'voided':
      return 'VOIDED'
    case 'capturedAndVoided':
      return provider === 'PPRO' ? 'CAPTURED' : 'PARTIALLY_CAPTURED'
    default:
      return 'CAPTURED'
  }
}
