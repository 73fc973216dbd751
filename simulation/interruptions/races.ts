import { chargeCapture } from '../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import { chargeRefund } from '../../src/operations/charge/refund.ts'
import { chargeSync } from '../../src/operations/charge/sync.ts'
import { chargeVoid } from '../../src/operations/charge/void.ts'
import { recoverDue } from '../../test/support/world/jobs.ts'
import { type Contender, type Race, revoke, usd, word } from './race.ts'
import { scheduleRaces } from './schedule-races.ts'

const charge =
  (idempotencyKey: string): Contender =>
  ({ stage, agreementId }, deps) =>
    word(chargeCreate(deps, stage.world.caller, { idempotencyKey, agreementId, amount: usd(1_000n) }))
const operate =
  (operation: typeof chargeRefund, idempotencyKey: string, value: bigint): Contender =>
  ({ stage, chargeId }, deps) =>
    word(operation(deps, stage.world.caller, { idempotencyKey, chargeId, amount: usd(value) }))
const sync: Contender = ({ stage, chargeId }, deps) => word(chargeSync(deps, stage.world.caller, { chargeId }))
const recover: Contender = async (_, deps) => ((await recoverDue(deps)) > 0 ? 'recovered' : 'nothing due')
const nothing: Contender = () => Promise.resolve('')

const chargeRaces: readonly Race[] = [
  // The notifications of the charge go to the second process.
  {
    name: 'the response and the notifications of a charge',
    first: charge('one'),
    second: nothing,
    responses: [['done', '']],
  },
  { name: 'a charge twice under one key', first: charge('one'), second: charge('one') },
  {
    name: 'a charge and a revocation',
    first: charge('one'),
    second: revoke,
    responses: [
      ['done', 'done'],
      ['INVALID_STATE', 'done'],
    ],
  },
  // From the moment at which the revocation is recorded.
  {
    name: 'a revocation and a charge',
    first: revoke,
    second: charge('one'),
    responses: [['done', 'INVALID_STATE']],
  },
  {
    name: 'two refunds that together exceed the amount',
    charge: 'captured',
    first: operate(chargeRefund, 'one', 600n),
    second: operate(chargeRefund, 'two', 600n),
    responses: [
      ['done', 'AMOUNT_EXCEEDED'],
      ['AMOUNT_EXCEEDED', 'done'],
    ],
  },
  {
    name: 'two equal refunds',
    charge: 'captured',
    first: operate(chargeRefund, 'one', 500n),
    second: operate(chargeRefund, 'two', 500n),
    responses: [['done', 'done']],
  },
  {
    name: 'a capture and a void of the same money',
    charge: 'authorized',
    first: operate(chargeCapture, 'one', 1_000n),
    second: operate(chargeVoid, 'two', 1_000n),
    responses: [
      ['done', 'INVALID_STATE'],
      ['done', 'AMOUNT_EXCEEDED'],
      ['INVALID_STATE', 'done'],
      ['AMOUNT_EXCEEDED', 'done'],
    ],
  },
  { name: 'two workers on one row', charge: 'lost', first: recover, second: recover },
  {
    name: 'two workers on one row, the first stopped until its lease has ended',
    charge: 'lost',
    first: recover,
    second: recover,
    standsStillMs: 600_000,
  },
  { name: 'a worker and a caller’s sync', charge: 'lost', first: recover, second: sync },
  { name: 'a worker and a revocation', charge: 'lost', first: recover, second: revoke },
]

export const races: readonly Race[] = [...chargeRaces, ...scheduleRaces]
