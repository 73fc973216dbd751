import type { Difference, Evidence } from '../evidence/evidence.ts'

const open = new Set([
  'PROCESSING',
  'UNKNOWN',
  'PENDING',
  'AUTHENTICATION_PENDING',
  'AUTHORIZATION_PENDING',
  'INITIALIZING',
  'AUTHORIZATION_PROCESSING',
])

/** Checks that every request has an outcome and that nothing needs an operator. */
export function compareOpen({ charges, agreements, rows, log }: Evidence): Difference[] {
  const stuck = (what: string): Difference => ({ kind: 'stuck', what })
  const notes = Map.groupBy(log, ({ subjectId }) => subjectId)
  return [
    ...charges.flatMap(({ id, status, operations }) => [
      ...(open.has(status) ? [stuck(`charge ${id} is ${status}`)] : []),
      ...operations.filter(of => open.has(of.status)).map(of => stuck(`${of.kind} ${of.id} of ${id} is ${of.status}`)),
    ]),
    ...agreements.flatMap(({ id, status, revocations }) => [
      ...(open.has(status) ? [stuck(`agreement ${id} is ${status}`)] : []),
      ...revocations.filter(of => open.has(of.status)).map(of => stuck(`revocation ${of.id} of ${id} is ${of.status}`)),
    ]),
    ...rows.providerRequests
      .filter(({ state }) => state !== 'SETTLED')
      .map(({ id, purpose, state, agreementId, chargeId }) =>
        stuck(`provider request ${id} (${purpose} of ${chargeId ?? agreementId}) is ${state}`),
      ),
    ...[...charges, ...agreements]
      .filter(({ needsAttention }) => needsAttention)
      .map(({ id }): Difference => {
        const types = notes.get(id)?.map(({ type }) => type)
        return { kind: 'needs attention', what: `${id}: ${types?.join(', ')}` }
      }),
  ]
}
