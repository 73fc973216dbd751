import type { Result } from '../../src/domain/input/user-error.ts'
import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import type { Stage } from '../simulate.ts'

/** The objects of a race: an ACTIVE agreement, and others that it needs; an id is empty if there is no such object. */
export interface Given {
  readonly stage: Stage
  readonly agreementId: string
  readonly chargeId: string
  /** Of the same consumer, ACTIVE. */
  readonly otherAgreementId: string
  readonly scheduleId: string
  readonly occurrenceId: string
}

/** Returns its response. */
export type Contender = (given: Given, deps: Deps) => Promise<string>

/** Two pieces of work at once, each in a process of its own: the second interrupts the first at one of its steps. */
export interface Race {
  readonly name: string
  readonly charge?: 'authorized' | 'captured' | 'lost'
  /** An occurrence of a schedule that is due, for the first time or, after a decline, again. */
  readonly occurrence?: 'due' | 'retrying'
  readonly first: Contender
  readonly second: Contender
  /** How far time moves while the first stands still. */
  readonly standsStillMs?: number
  /** The possible pairs of responses, in either order; absent: any that the records confirm. */
  readonly told?: readonly (readonly [string, string])[]
}

export const usd = (value: bigint) => ({ value, currency: 'USD' })

export async function word(result: Promise<Result<unknown>>): Promise<string> {
  const told = await result
  return told.ok ? 'done' : told.error.code
}

export const revoke: Contender = ({ stage, agreementId }, deps) =>
  word(agreementRevoke(deps, stage.world.caller, { agreementId }))
