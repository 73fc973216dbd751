import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { methodOf, wordsOf } from '../../format/words.ts'
import type { ChargeRowFragment } from '../../generated/graphql.ts'
import { Badge, StatusBadge } from '../status-badge.tsx'
import { Money, Time } from '../values.tsx'
import { type Column, DataTable } from './data-table.tsx'

type Row = ChargeRowFragment

const amount: Column<Row> = {
  title: 'Amount',
  cell: row => (
    <Link to="/charges/$id" params={{ id: row.id }} className="row-link">
      <Money amount={row.amount} />
    </Link>
  ),
}
const status: Column<Row> = {
  title: 'Status',
  cell: row => (
    <span className="badges">
      <StatusBadge status={row.status} />
      {row.needsAttention && <Badge tone="wait" text="Needs attention" />}
      {row.failure && <span className="soft small">{wordsOf(row.failure.code)}</span>}
    </span>
  ),
}
const method: Column<Row> = { title: 'Method', cell: row => <span className="nowrap">{methodOf(row)}</span> }
const consumer: Column<Row> = { title: 'Consumer', kind: 'clip', cell: row => consumerOf(row) }
const reference: Column<Row> = { title: 'Reference', kind: 'clip', cell: row => row.reference }
const created: Column<Row> = { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> }

/** No column for a value that all charges in the table share. */
const COLUMNS = {
  nothing: [amount, status, method, consumer, reference, created],
  consumer: [amount, status, method, reference, created],
  agreement: [amount, status, reference, created],
} as const

interface ChargeTableProps {
  readonly title: string
  readonly charges: readonly Row[]
  readonly empty: ReactNode
  /** The object that all charges belong to. */
  readonly ofOne?: keyof typeof COLUMNS
}

export function ChargeTable({ title, charges, empty, ofOne = 'nothing' }: ChargeTableProps) {
  return (
    <DataTable
      title={title}
      columns={COLUMNS[ofOne]}
      rows={charges}
      linkTo={row => `/charges/${row.id}`}
      empty={empty}
    />
  )
}

/** The name, or the id where there is none, e.g. after the consumer was erased. */
export function consumerOf({ consumer }: { consumer: { id: string; name: string | null } }): ReactNode {
  return (
    <Link to="/consumers/$id" params={{ id: consumer.id }}>
      {consumer.name ?? <span className="mono">{consumer.id}</span>}
    </Link>
  )
}
