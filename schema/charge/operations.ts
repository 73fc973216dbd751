import { type ChargeAmounts, chargeAmounts } from '../../src/domain/charge/amounts.ts'
import { isTerminalCharge } from '../../src/domain/charge/status.ts'
import type { OperationKind } from '../../src/domain/enums.ts'
import type { ChargeOperationRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { knowCurrency } from '../charge-operation/currency.ts'
import { listOf } from '../lists/sizes.ts'

// All fields select a charge's operations in the same order, so that they are read once.
const orderBy = { id: 'asc' } as const
type Counted = Pick<ChargeOperationRow, 'kind' | 'amount' | 'status'>
const counted = { orderBy, select: { id: true, kind: true, amount: true, status: true } } as const

// ── Charge.terminal

builder.prismaObjectField('Charge', 'terminal', t =>
  t.boolean({
    description: 'true: the charge cannot change without a new request. false: it can still change.',
    select: { status: true, operations: { orderBy, select: { id: true, status: true } } },
    resolve: ({ status, operations }) => isTerminalCharge(status, operations),
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
  builder.prismaObjectField('Charge', name, t =>
    t.field({
      type: 'Money',
      description,
      select: { currency: true, operations: counted },
      resolve: ({ currency, operations }) => ({ value: amountsOf(operations)[amount], currency }),
    }),
  )

// ── Charge.authorizations, Charge.captures, Charge.refunds, Charge.voids

builder.prismaObjectFields('Charge', t => ({
  authorizations: t.field({
    type: ['Authorization'],
    description: 'All authorizations, oldest first, including failed ones.',
    extensions: listOf(2),
    ...operationsOf('AUTHORIZATION'),
  }),
  captures: t.field({
    type: ['Capture'],
    description: 'All captures, oldest first, including failed ones.',
    extensions: listOf(5),
    ...operationsOf('CAPTURE'),
  }),
  refunds: t.field({
    type: ['Refund'],
    description: 'All refunds, oldest first, including failed ones.',
    extensions: listOf(5),
    ...operationsOf('REFUND'),
  }),
  voids: t.field({
    type: ['VoidOperation'],
    description: 'All voids, oldest first, including failed ones. An expired authorization appears as a void.',
    extensions: listOf(2),
    ...operationsOf('VOID'),
  }),
}))

/** `select` and `resolve` of a list of one kind of a charge's operations. */
function operationsOf(kind: OperationKind) {
  const select = (_args: object, _context: object, nested: (query: object) => object) => ({
    currency: true,
    operations: nested({ orderBy, select: { id: true, kind: true } }),
  })
  const resolve = ({ operations, currency }: { operations: readonly ChargeOperationRow[]; currency: string }) => {
    const ofKind = operations.filter(operation => operation.kind === kind)
    knowCurrency(ofKind, currency)
    return ofKind
  }
  return { select: select as never, resolve: resolve as never }
}

// The operations of a row are one list for all of its fields, so its seven amounts are computed once.
const folded = new WeakMap<readonly Counted[], ChargeAmounts>()

function amountsOf(operations: readonly Counted[]): ChargeAmounts {
  const known = folded.get(operations)
  if (known) return known
  const amounts = chargeAmounts(operations)
  folded.set(operations, amounts)
  return amounts
}
