import DataLoader from 'dataloader'
import { auditReads, type PersonalRead } from '../../src/operations/audit/reads.ts'
import type { GraphContext } from '../context.ts'

type Reads = DataLoader<PersonalRead, true, string>
const readsOf = new WeakMap<GraphContext, Reads>()

/**
 * Records that a caller reads an object's personal data: once for each object and request, in one statement for all
 * objects that are read together. The data is returned only after it was recorded.
 */
export async function recordRead(context: GraphContext, read: PersonalRead): Promise<void> {
  const reads = readsOf.get(context) ?? createReads(context)
  readsOf.set(context, reads)
  await reads.load(read)
}

function createReads({ deps, caller, requestId }: GraphContext): Reads {
  const record = async (reads: readonly PersonalRead[]) => {
    await auditReads(deps, caller, requestId, reads)
    return reads.map(() => true as const)
  }
  return new DataLoader(record, { cacheKeyFn: ({ type, objectId }) => `${type} ${objectId}` })
}
