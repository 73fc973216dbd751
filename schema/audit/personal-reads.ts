import DataLoader from 'dataloader'
import { entryOf } from '../../src/operations/audit/entry.ts'
import { recordAudit } from '../../src/store/audit/repository.ts'
import type { GraphContext } from '../context.ts'

const readsOf = new WeakMap<GraphContext, DataLoader<string, true>>()

/**
 * Records that a caller reads an object's personal data: once for each object and request, in one statement for all objects that are
 * read together. Nothing is shown that could not be recorded.
 */
export async function recordRead(context: GraphContext, type: string, id: string): Promise<void> {
  const reads = readsOf.get(context) ?? createReads(context)
  readsOf.set(context, reads)
  await reads.load(`${type} ${id}`)
}

function createReads({ deps, caller, requestId }: GraphContext): DataLoader<string, true> {
  return new DataLoader(async keys => {
    const at = deps.clock.now()
    const entries = keys.map(key => {
      const [type, objectId] = key.split(' ') as [string, string]
      const action = `read:${type}`
      return {
        ...entryOf(caller, { action, objectId, reason: null, requestId }, at),
        outcome: 'DONE',
        code: null,
      } as const
    })
    await recordAudit(deps.database, entries)
    return keys.map(() => true as const)
  })
}
