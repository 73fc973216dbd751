import type { ChargeOperationRow } from '../../src/store/tables/charge-operation.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'

// A charge's currency never changes, so a resolver that comes from the charge may leave it with the operation's row.
const known = new WeakMap<ChargeOperationRow, string>()

/** Says the currency of operations whose charge is at hand: asked for their amounts, they then need not wait for it. */
export function knowCurrency(operations: readonly ChargeOperationRow[], currency: string): void {
  for (const operation of operations) known.set(operation, currency)
}

/** The currency of an operation's charge: at once where it is known, which in long lists spares a promise a row. */
export function currencyOf(operation: ChargeOperationRow, { loaders }: GraphContext): string | Promise<string> {
  return known.get(operation) ?? present(loaders.charge.load(operation.chargeId)).then(charge => charge.currency)
}
