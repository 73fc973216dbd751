import { StatusBadge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Copyable, Money, Time } from '../../components/values.tsx'
import { wordsOf } from '../../format/words.ts'
import type { ChargePageQuery, OperationFieldsFragment } from '../../generated/graphql.ts'

type Charge = NonNullable<ChargePageQuery['charge']>

/** One movement of money, with its kind. */
export type Operation = OperationFieldsFragment & { readonly kind: string }

/** All of a charge's operations, in the order of their creation. */
export function operationsOf({ authorizations, captures, refunds, voids }: Charge): readonly Operation[] {
  const named = (kind: string, operations: readonly OperationFieldsFragment[]) =>
    operations.map(operation => ({ ...operation, kind }))
  return [
    ...named('Authorization', authorizations),
    ...named('Capture', captures),
    ...named('Refund', refunds),
    ...named('Void', voids),
  ].toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
}

const COLUMNS: readonly Column<Operation>[] = [
  { title: 'Operation', cell: row => row.kind },
  { title: 'Amount', cell: row => <Money amount={row.amount} /> },
  {
    title: 'Status',
    cell: row => (
      <span className="badges">
        <StatusBadge status={row.status} />
        {row.failure && <span className="soft small">{wordsOf(row.failure.code)}</span>}
      </span>
    ),
  },
  {
    title: 'Provider’s reference',
    kind: 'clip',
    cell: row => row.providerReference && <Copyable text={row.providerReference} label="the provider’s reference" />,
  },
  { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> },
]

export function Operations({ operations }: { readonly operations: readonly Operation[] }) {
  return <DataTable title="Operations" columns={COLUMNS} rows={operations} />
}
