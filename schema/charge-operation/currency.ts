import type { ChargeOperationRow } from '../../src/store/tables.ts'
import type { GraphContext } from '../context.ts'

type Operation = Pick<ChargeOperationRow, 'chargeId'>

// A charge's currency never changes. A resolver that already has the charge stores its currency with the operation's
// row, which saves a join to the charge for each operation of a list.
const known = new WeakMap<Operation, string>()

export function knowCurrency(operations: readonly Operation[], currency: string): void {
  for (const operation of operations) known.set(operation, currency)
}

/** The currency of an operation's charge. Prisma batches concurrent calls into one statement. */
export function currencyOf(operation: Operation, { prisma }: GraphContext): string | Promise<string> {
  const { chargeId: id } = operation
  return (
    known.get(operation) ??
    prisma.charge.findUniqueOrThrow({ where: { id }, select: { currency: true } }).then(({ currency }) => currency)
  )
}
