import { recordAudit } from '../../store/audit/repository.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { entryOf } from './entry.ts'

/** An object whose personal data is read. */
export interface PersonalRead {
  /** The object's type in the graph. */
  readonly type: string
  readonly objectId: string
}

/** Records that a caller reads objects' personal data, in one statement. */
export async function auditReads(
  { clock, database }: Pick<Deps, 'clock' | 'database'>,
  caller: Caller,
  requestId: string,
  reads: readonly PersonalRead[],
): Promise<void> {
  const at = clock.now()
  const entries = reads.map(({ type, objectId }) => {
    const entry = entryOf(caller, { action: `read:${type}`, objectId, reason: null, requestId }, at)
    return { ...entry, outcome: 'DONE', code: null } as const
  })
  await recordAudit(database, entries)
}
