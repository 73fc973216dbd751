import type { Providers } from '../provider/adapter.ts'
import type { LedgerCharge } from '../provider/ledger.ts'
import type { FinalRecords } from './final-records.ts'

/** The provider's records of each charge, by the gateway's id: absent if the request never arrived. */
export function ledgerCharges(
  { providerRequests }: FinalRecords,
  { keyed, hosted }: Providers,
): Map<string, LedgerCharge> {
  const byReference = new Map(
    [keyed, hosted].flatMap(({ ledger }) =>
      [...ledger.charges.values()].map(charge => [charge.reference, charge] as const),
    ),
  )
  return new Map(
    providerRequests.flatMap(({ id, charge_id }) => {
      const charge = charge_id === null ? undefined : byReference.get(id)
      return charge_id === null || charge === undefined ? [] : [[charge_id, charge] as const]
    }),
  )
}
