import type { ApiCharge, Difference, Evidence, Rows } from '../evidence/evidence.ts'
import { isPageLost } from '../load/page-lost.ts'
import type { LedgerCharge } from '../processes/simulators.ts'

/**
 * Compares the provider's ledger with the API: at most one effective charge for each of the gateway's, with the same
 * amount, the same totals and a status that fits; and no unknown charge at the provider.
 */
export function compareMoney({ charges, rows, ledger }: Pick<Evidence, 'charges' | 'rows' | 'ledger'>): Difference[] {
  const chargeOfRequest = chargesOfRequests(rows)
  const entries = Map.groupBy(ledger.charges, ({ reference }) => chargeOfRequest.get(reference ?? ''))
  const orphans = (entries.get(undefined) ?? []).map((entry): Difference => {
    return {
      kind: 'orphan',
      what: `${entry.provider} has ${entry.id} (${entry.reference}), which is not a provider request of the gateway`,
    }
  })
  return [...orphans, ...charges.flatMap(charge => compareCharge(charge, entries.get(charge.id) ?? []))]
}

/** The gateway's charges by the requests that create them, whose ids are the ledger's references. */
export function chargesOfRequests({ providerRequests }: Pick<Rows, 'providerRequests'>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { id, chargeId, purpose } of providerRequests)
    if (chargeId !== null && (purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE')) found.set(id, chargeId)
  return found
}

function compareCharge(charge: ApiCharge, entries: readonly LedgerCharge[]): Difference[] {
  const effective = entries.filter(({ status }) => status !== 'FAILED')
  if (effective.length > 1) {
    const ids = effective.map(({ id, status }) => `${id} ${status}`).join(', ')
    return [{ kind: 'double charge', what: `${charge.id} is ${effective.length} charges at the provider: ${ids}` }]
  }
  const [entry] = effective
  if (entry === undefined) return compareWithNothing(charge)
  const theirs = { amount: entry.amount, captured: entry.captured, refunded: entry.refunded, voided: entry.voided }
  const ours = {
    amount: Number(charge.amount),
    captured: Number(charge.captured),
    refunded: Number(charge.refunded),
    voided: Number(charge.voided),
  }
  const differs = [
    JSON.stringify(ours) === JSON.stringify(theirs) || `sums ${JSON.stringify(ours)} are ${JSON.stringify(theirs)}`,
    entry.currency === charge.currency || `currency ${charge.currency} is ${entry.currency}`,
    entry.id === charge.providerReference || `reference ${charge.providerReference} is ${entry.id}`,
    statusesOf(entry).includes(charge.status) ||
      (entry.status === 'PENDING' && isPageLost(charge)) ||
      `status ${charge.status} is ${entry.status}`,
  ].filter(found => found !== true)
  return differs.map(what => ({ kind: 'records', what: `${charge.id} at ${charge.provider}: ${what}` }))
}

/** A charge without effect at the provider must have no effect in the gateway. */
function compareWithNothing({ id, status }: ApiCharge): Difference[] {
  if (status === 'FAILED' || status === 'DISCARDED') return []
  return [{ kind: 'lost', what: `${id} is ${status}, but the provider has no record of it` }]
}

const waiting = ['PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING']

/** The gateway's statuses that agree with the ledger. */
function statusesOf({ status, amount, captured, refunded, voided }: LedgerCharge): readonly string[] {
  if (status === 'PENDING') return waiting
  if (captured + voided < amount) return [captured > 0 ? 'PARTIALLY_CAPTURED' : 'AUTHORIZED']
  if (captured === 0) return ['VOIDED']
  if (refunded === 0) return ['CAPTURED']
  return [refunded < captured ? 'PARTIALLY_REFUNDED' : 'REFUNDED']
}

/** Checks the invariants of the API's data, and its agreement with the database. */
export function compareSums({ charges, rows }: Evidence): Difference[] {
  const rowsById = new Map(rows.charges.map(row => [row.id, row]))
  const unshown = rows.charges.length - charges.length
  const lost: Difference[] =
    unshown === 0 ? [] : [{ kind: 'lost', what: `${unshown} charges in the database are not in the API` }]
  return [
    ...lost,
    ...charges.flatMap(charge => {
      const { id, authorized, captured, refunded, voided, status, version, operations } = charge
      const row = rowsById.get(id)
      const fold = (kind: string) =>
        operations.reduce((sum, of) => (of.kind === kind && of.status === 'SUCCEEDED' ? sum + of.amount : sum), 0n)
      const wrong = [
        captured + voided <= authorized || 'more is captured and voided than was authorized',
        refunded <= captured || 'more is refunded than was captured',
        (fold('CAPTURE') === captured && fold('REFUND') === refunded && fold('VOID') === voided) ||
          'its sums are not those of its operations',
        (row?.status === status && row.version === version) ||
          `the database has ${row?.status}, version ${row?.version}`,
        (row?.captured === captured && row.refunded === refunded && row.voided === voided) ||
          'the database has other sums',
      ].filter(found => found !== true)
      return wrong.map(
        (what): Difference => ({ kind: 'records', what: `${id} (${status}, version ${version}): ${what}` }),
      )
    }),
  ]
}
