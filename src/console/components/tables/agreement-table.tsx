import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { methodOf, nameOf } from '../../format/words.ts'
import type { AgreementRowFragment } from '../../generated/graphql.ts'
import { Badge, StatusBadge } from '../status-badge.tsx'
import { Money, Time } from '../values.tsx'
import { consumerOf } from './charge-table.tsx'
import { type Column, DataTable } from './data-table.tsx'

type Row = AgreementRowFragment

const method: Column<Row> = {
  title: 'Method',
  cell: row => (
    <Link to="/agreements/$id" params={{ id: row.id }} className="row-link">
      {methodOf(row)}
    </Link>
  ),
}
const status: Column<Row> = {
  title: 'Status',
  cell: row => (
    <span className="badges">
      <StatusBadge status={row.status} />
      {row.needsAttention && <Badge tone="wait" text="Needs attention" />}
    </span>
  ),
}
const instrument: Column<Row> = {
  title: 'Instrument',
  cell: ({ instrument }) => instrument?.last4 && `${nameOf(instrument.brand ?? 'CARD')} •••• ${instrument.last4}`,
}
const terms: Column<Row> = {
  title: 'Terms',
  cell: ({ agreedAmount, amountRule }) =>
    agreedAmount ? (
      <>
        {amountRule === 'MAX' && 'Up to '}
        <Money amount={agreedAmount} />
      </>
    ) : (
      <span className="soft">Any amount</span>
    ),
}
const consumer: Column<Row> = { title: 'Consumer', kind: 'clip', cell: consumerOf }
const reference: Column<Row> = { title: 'Reference', kind: 'clip', cell: row => row.reference }
const created: Column<Row> = { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> }

const COLUMNS = [method, status, instrument, terms, consumer, reference, created]
const OF_ONE_CONSUMER = [method, status, instrument, terms, reference, created]

interface AgreementTableProps {
  readonly title: string
  readonly agreements: readonly Row[]
  readonly empty: ReactNode
  readonly isOfOneConsumer?: boolean
}

export function AgreementTable({ title, agreements, empty, isOfOneConsumer = false }: AgreementTableProps) {
  return (
    <DataTable
      title={title}
      columns={isOfOneConsumer ? OF_ONE_CONSUMER : COLUMNS}
      rows={agreements}
      linkTo={row => `/agreements/${row.id}`}
      empty={empty}
    />
  )
}
