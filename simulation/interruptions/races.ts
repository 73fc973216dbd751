import { pause } from '../../src/base/real-time.ts'
import type { Result } from '../../src/domain/user-error.ts'
import { agreementRevoke } from '../../src/operations/agreement-revoke.ts'
import { chargeCapture } from '../../src/operations/charge-capture.ts'
import { chargeCreate } from '../../src/operations/charge-create.ts'
import { chargeRefund } from '../../src/operations/charge-refund.ts'
import { chargeSync } from '../../src/operations/charge-sync.ts'
import { chargeVoid } from '../../src/operations/charge-void.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { findAgreement } from '../../src/store/find-rows.ts'
import { recoverDue } from '../../src/workers/recovery.ts'
import type { Stage } from '../simulate.ts'
import { perform } from '../workload/perform.ts'

/** What a race begins with: an ACTIVE agreement, and a charge of it where one is needed. */
export interface Given {
  readonly stage: Stage
  readonly agreementId: string
  readonly chargeId: string
}

type Contender = (given: Given, deps: Deps) => Promise<string>

/** Two pieces of work at once, each in a process of its own: the first is interrupted by the second at one of its steps. */
export interface Race {
  readonly name: string
  readonly charge: 'none' | 'authorized' | 'captured' | 'lost'
  readonly first: Contender
  readonly second: Contender
  /** How far time goes on while the first stands still. */
  readonly standsStillMs?: number
  /** What the two may have been told, in whatever order; left out: anything that the books bear out. */
  readonly told?: readonly (readonly [string, string])[]
}

const usd = (value: bigint) => ({ value, currency: 'USD' })

async function word(result: Promise<Result<unknown>>): Promise<string> {
  const told = await result
  return told.ok ? 'done' : told.error.code
}

const charge =
  (idempotencyKey: string): Contender =>
  ({ stage, agreementId }, deps) =>
    word(chargeCreate(deps, stage.world.caller, { idempotencyKey, agreementId, amount: usd(1_000n) }))
const operate =
  (operation: typeof chargeRefund, idempotencyKey: string, value: bigint): Contender =>
  ({ stage, chargeId }, deps) =>
    word(operation(deps, stage.world.caller, { idempotencyKey, chargeId, amount: usd(value) }))
const revoke: Contender = ({ stage, agreementId }, deps) =>
  word(agreementRevoke(deps, stage.world.caller, { agreementId }))
const sync: Contender = ({ stage, chargeId }, deps) => word(chargeSync(deps, stage.world.caller, { chargeId }))
const recover: Contender = async (_, deps) => ((await recoverDue(deps)) > 0 ? 'recovered' : 'nothing due')
const nothing: Contender = () => Promise.resolve('')

export const races: readonly Race[] = [
  // The notifications of the charge go to the second process.
  {
    name: 'the answer and the notifications of a charge',
    charge: 'none',
    first: charge('one'),
    second: nothing,
    told: [['done', '']],
  },
  { name: 'a charge twice under one key', charge: 'none', first: charge('one'), second: charge('one') },
  {
    name: 'a charge and a revocation',
    charge: 'none',
    first: charge('one'),
    second: revoke,
    told: [
      ['done', 'done'],
      ['INVALID_STATE', 'done'],
    ],
  },
  // From the moment on in which the revocation is recorded.
  {
    name: 'a revocation and a charge',
    charge: 'none',
    first: revoke,
    second: charge('one'),
    told: [['done', 'INVALID_STATE']],
  },
  {
    name: 'two refunds that together are too much',
    charge: 'captured',
    first: operate(chargeRefund, 'one', 600n),
    second: operate(chargeRefund, 'two', 600n),
    told: [
      ['done', 'AMOUNT_EXCEEDED'],
      ['AMOUNT_EXCEEDED', 'done'],
    ],
  },
  {
    name: 'two equal refunds',
    charge: 'captured',
    first: operate(chargeRefund, 'one', 500n),
    second: operate(chargeRefund, 'two', 500n),
    told: [['done', 'done']],
  },
  {
    name: 'a capture and a void of the same money',
    charge: 'authorized',
    first: operate(chargeCapture, 'one', 1_000n),
    second: operate(chargeVoid, 'two', 1_000n),
    told: [
      ['done', 'INVALID_STATE'],
      ['done', 'AMOUNT_EXCEEDED'],
      ['INVALID_STATE', 'done'],
      ['AMOUNT_EXCEEDED', 'done'],
    ],
  },
  { name: 'two workers on one row', charge: 'lost', first: recover, second: recover },
  {
    name: 'two workers on one row, whose first stands still until its lease has ended',
    charge: 'lost',
    first: recover,
    second: recover,
    standsStillMs: 600_000,
  },
  { name: 'a worker and a caller who asks', charge: 'lost', first: recover, second: sync },
  { name: 'a worker and a revocation', charge: 'lost', first: recover, second: revoke },
]

/** Prepares what the race is about, with nothing going wrong but what it needs. */
export async function prepare(stage: Stage, race: Race): Promise<Given> {
  const { world, books, consumerId, until } = stage
  const client = { world, books, name: 'client', consumerId }
  const amount = 1_000
  await until(
    perform(client, { kind: 'agree', provider: 'PPRO', initial: false, manual: false, decision: 'approve', amount }),
  )
  const agreementId = books.agreements[0]?.id ?? ''
  await until(untilActive(stage, agreementId))
  if (race.charge === 'none') return { stage, agreementId, chargeId: '' }
  await until(perform(client, { kind: 'charge', of: 0, amount, manual: race.charge !== 'captured' }))
  return { stage, agreementId, chargeId: books.charges[0]?.id ?? '' }
}

async function untilActive({ world }: Stage, agreementId: string): Promise<void> {
  for (;;) {
    const row = await world.call('client', 'agreement', ({ database }) =>
      findAgreement(database, world.caller.tenant, agreementId),
    )
    if (row?.status === 'ACTIVE') return
    await pause(world.timeOf('client'), 500)
  }
}
