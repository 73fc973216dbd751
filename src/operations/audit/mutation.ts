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
  /**
   * Records how the mutation ended, unless that was committed together with its effect. @param payload The payload of
   * the response.
   */
  record(end: AuditEnd, payload?: object): Promise<void>
}

/**
 * The audit log's entry of one mutation. Its id is chosen now, so that there is one entry even if a message is lost or
 * repeated. A command writes its effect and its entry in one statement. For a replay, a refusal, or a mutation without
 * a command, the entry is a second statement before the response.
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
