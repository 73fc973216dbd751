import { type ChargeAmounts, chargeAmounts } from '../../src/domain/charge/amounts.ts'
import { isTerminalCharge } from '../../src/domain/charge/status.ts'
import type { OperationKind } from '../../src/domain/enums.ts'
import type { ChargeRow } from '../../src/store/tables/charge.ts'
import type { ChargeOperationRow } from '../../src/store/tables/charge-operation.ts'
import { builder } from '../builder.ts'
import { knowCurrency } from '../charge-operation/currency.ts'
import type { GraphContext } from '../context.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'

// What a charge says of its operations: they are read once for all of these fields, and only where one is asked for.

// ── Charge.terminal

builder.objectField('Charge', 'terminal', t =>
  t.boolean({
    description: 'true: the charge cannot change without a new request. false: it can still change.',
    extensions: reads<ChargeRow>('id', 'status'),
    resolve: async ({ id, status }, _args, { loaders }) =>
      // Most of a running system's charges are decided by their status alone.
      isTerminalCharge(status, []) && isTerminalCharge(status, await loaders.operationsOfCharge.load(id)),
  }),
)

// ── Charge.authorizedAmount … Charge.pendingRefundAmount

const amountFields = {
  authorizedAmount: ['authorized', 'The total of authorizations that have SUCCEEDED.'],
  capturedAmount: ['captured', 'The total of captures that have SUCCEEDED.'],
  refundedAmount: ['refunded', 'The total of refunds that have SUCCEEDED.'],
  voidedAmount: ['voided', 'The total of voids that have SUCCEEDED, including expired authorizations.'],
  capturableAmount: [
    'capturable',
    'The amount that can still be captured or voided. Operations that are PROCESSING, UNKNOWN or PENDING are ' +
      'already subtracted.',
  ],
  refundableAmount: [
    'refundable',
    'The amount that can still be refunded. Refunds that are PROCESSING, UNKNOWN or PENDING are already subtracted.',
  ],
  pendingRefundAmount: ['pendingRefund', 'The total of refunds that are PROCESSING, UNKNOWN or PENDING.'],
} as const satisfies Record<string, readonly [keyof ChargeAmounts, string]>

for (const [name, [amount, description]] of Object.entries(amountFields))
  builder.objectField('Charge', name, t =>
    t.field({
      type: 'Money',
      description,
      extensions: reads<ChargeRow>('id', 'currency'),
      resolve: async (charge, _args, context) => ({
        value: (await amountsOf(charge, context))[amount],
        currency: charge.currency,
      }),
    }),
  )

// ── Charge.authorizations, Charge.captures, Charge.refunds, Charge.voids

builder.objectFields('Charge', t => ({
  authorizations: t.field({
    type: ['Authorization'],
    description: 'All authorizations, oldest first, including failed ones.',
    extensions: listOf(2),
    resolve: (charge, _args, context) => operationsOf(charge, 'AUTHORIZATION', context),
  }),
  captures: t.field({
    type: ['Capture'],
    description: 'All captures, oldest first, including failed ones.',
    extensions: listOf(5),
    resolve: (charge, _args, context) => operationsOf(charge, 'CAPTURE', context),
  }),
  refunds: t.field({
    type: ['Refund'],
    description: 'All refunds, oldest first, including failed ones.',
    extensions: listOf(5),
    resolve: (charge, _args, context) => operationsOf(charge, 'REFUND', context),
  }),
  voids: t.field({
    type: ['VoidOperation'],
    description: 'All voids, oldest first, including failed ones. An expired authorization appears as a void.',
    extensions: listOf(2),
    resolve: (charge, _args, context) => operationsOf(charge, 'VOID', context),
  }),
}))

async function operationsOf(charge: ChargeRow, kind: OperationKind, { loaders }: GraphContext) {
  // The charge is at hand, and need not be read again where an operation is asked for it or for its currency. The four
  // fields say nothing of what they read: what the loader gets has to be a whole row.
  loaders.charge.prime(charge.id, charge)
  const operations = await loaders.operationsOfCharge.load(charge.id)
  knowCurrency(operations, charge.currency)
  return operations.filter(operation => operation.kind === kind)
}

// The loader gives the same list to every field of a charge: seven amounts are one fold.
const folded = new WeakMap<readonly ChargeOperationRow[], ChargeAmounts>()

async function amountsOf(charge: ChargeRow, { loaders }: GraphContext): Promise<ChargeAmounts> {
  const operations = await loaders.operationsOfCharge.load(charge.id)
  const known = folded.get(operations)
  if (known) return known
  const amounts = chargeAmounts(operations)
  folded.set(operations, amounts)
  return amounts
}
