import type { Difference, Evidence } from '../evidence.ts'

const open = new Set([
  'PROCESSING',
  'UNKNOWN',
  'PENDING',
  'AUTHENTICATION_PENDING',
  'AUTHORIZATION_PENDING',
  'INITIALIZING',
  'AUTHORIZATION_PROCESSING',
])

/** The longest that the gateway promises to wait for a consumer. */
const AWAITED_MS = 3_600_000

/**
 * Nothing is left without an outcome, and nothing needs a person. What waits for a consumer who cannot come any more has
 * a way out too, as long as the gateway plans to give it up and no money has moved (which the ledger tells elsewhere).
 */
export function compareOpen({ charges: all, agreements: made, rows, log }: Evidence): Difference[] {
  const planned = rows.pathless.filter(({ awaitedUntil }) => awaitedUntil.getTime() < Date.now() + AWAITED_MS)
  const awaited = new Set(planned.flatMap(({ agreementId, chargeId }) => [agreementId, chargeId]))
  const charges = all.filter(({ id }) => !awaited.has(id))
  const agreements = made.filter(({ id }) => !awaited.has(id))
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
    ...rows.attempts
      .filter(({ state }) => state !== 'SETTLED')
      .map(({ id, purpose, state, agreementId, chargeId }) =>
        stuck(`attempt ${id} (${purpose} of ${chargeId ?? agreementId}) is ${state}`),
      ),
    ...all
      .filter(({ needsAttention }) => needsAttention)
      .map(({ id }): Difference => {
        const types = notes.get(id)?.map(({ type }) => type)
        return { kind: 'needs attention', what: `${id}: ${types?.join(', ')}` }
      }),
  ]
}
