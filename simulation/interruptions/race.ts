import type { Result } from '../../src/domain/input/user-error.ts'
import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import type { Stage } from '../simulate.ts'

/**
 * The objects of a race: an ACTIVE agreement, and the others that it needs. An id is empty if there is no such object.
 */
export interface Given {
  readonly stage: Stage
  readonly agreementId: string
  readonly chargeId: string
  /** Another ACTIVE agreement of the same consumer. */
  readonly otherAgreementId: string
  readonly scheduleId: string
  readonly occurrenceId: string
}

/** One side of a race. Returns its response. */
export type Contender = (given: Given, deps: Deps) => Promise<string>

/** Two concurrent pieces of work, each in its own process. The second interrupts the first at one of its steps. */
export interface Race {
  readonly name: string
  readonly charge?: 'authorized' | 'captured' | 'lost'
  /** An occurrence of a schedule that is due, for the first time or, after a decline, again. */
  readonly occurrence?: 'due' | 'retrying'
  readonly first: Contender
  readonly second: Contender
  /** How far time moves while the first one is stopped. */
  readonly standsStillMs?: number
  /** The allowed pairs of responses, in either order. Absent: every pair that the records confirm. */
  readonly responses?: readonly (readonly [string, string])[]
}

export const usd = (value: bigint) => ({ value, currency: 'USD' })

export async function word(result: Promise<Result<unknown>>): Promise<string> {
  const resolved = await result
  return resolved.ok ? 'done' : resolved.error.code
}

export const revoke: Contender = ({ stage, agreementId }, deps) =>
  word(agreementRevoke(deps, stage.world.caller, { agreementId }))
