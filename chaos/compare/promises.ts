import type { Difference, Evidence } from '../evidence/evidence.ts'

const settled = new Set(['SUCCEEDED', 'FAILED'])
/** Final statuses of a charge. */
const last = new Set(['FAILED', 'DISCARDED', 'VOIDED', 'REFUNDED'])

/** Checks that every response is still true: no version goes back, and no finished operation is undone. */
export function comparePromises({ responses, charges }: Evidence): Difference[] {
  const byId = new Map(charges.map(charge => [charge.id, charge]))
  const operations = new Map(charges.flatMap(charge => charge.operations.map(operation => [operation.id, operation])))
  const broken = (what: string): Difference => ({ kind: 'broken promise', what })
  return [
    ...responses.seenCharges.flatMap(seen => {
      const now = byId.get(seen.id)
      if (now === undefined) return [] // its key's comparison reports it
      if (now.version < seen.version)
        return [broken(`${seen.id} had version ${seen.version} in a response, but has version ${now.version} now`)]
      if (now.captured < seen.captured || now.refunded < seen.refunded)
        return [
          broken(
            `${seen.id} had ${seen.captured} captured and ${seen.refunded} refunded in a response, but has less now`,
          ),
        ]
      const changed = now.status !== seen.status && (last.has(seen.status) || now.version === seen.version)
      return changed
        ? [broken(`${seen.id} was ${seen.status} at version ${seen.version} in a response, but is ${now.status} now`)]
        : []
    }),
    ...responses.seenOperations.flatMap(seen => {
      const now = operations.get(seen.id)
      if (now === undefined) return [broken(`${seen.kind} ${seen.id} was in a response, but no longer exists`)]
      if (!settled.has(seen.status) || now.status === seen.status) return []
      return [broken(`${seen.kind} ${seen.id} was ${seen.status} in a response, but is ${now.status} now`)]
    }),
  ]
}
