import { auditWrite, recordAudit } from '../../store/audit/repository.ts'
import type { AuditedMutation, Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type AuditEnd, entryOf, madeIn, objectOf, reasonIn } from './entry.ts'

interface MutationCall {
  readonly mutation: string
  readonly input: object
  readonly requestId: string
}

export interface MutationAudit extends AuditedMutation {
  /** Records how it ended, unless that was committed with what it did. @param payload What was answered. */
  record(end: AuditEnd, payload?: object): Promise<void>
}

/**
 * The audit log's entry of one mutation, whose id is chosen now: whatever is lost or comes twice, there is one. What a command
 * does and its entry are one statement; a replay, a refusal and what has no command of its own take a second one, before
 * the answer.
 */
export function auditMutation(
  deps: Pick<Deps, 'clock' | 'database'>,
  caller: Caller,
  { mutation, input, requestId }: MutationCall,
): MutationAudit {
  const action = { action: mutation, objectId: null, reason: reasonIn(input), requestId }
  const entry = entryOf(caller, action, deps.clock.now())
  let committed = false
  return {
    doneWrites(made) {
      const objectId = objectOf(mutation, input, made)
      return committed ? [] : [auditWrite([{ ...entry, objectId, outcome: 'DONE', code: null }])]
    },
    committed() {
      committed = true
    },
    async record(end, payload = {}) {
      if (committed) return
      const objectId = objectOf(mutation, input, madeIn(mutation, payload))
      await recordAudit(deps.database, [{ ...entry, objectId, ...end }])
    },
  }
}
