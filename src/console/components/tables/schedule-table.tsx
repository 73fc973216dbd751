import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { everyOf } from '../../format/words.ts'
import type { ScheduleRowFragment } from '../../generated/graphql.ts'
import { StatusBadge } from '../status-badge.tsx'
import { Money, Time } from '../values.tsx'
import { consumerOf } from './charge-table.tsx'
import { type Column, DataTable } from './data-table.tsx'

type Row = ScheduleRowFragment

const amount: Column<Row> = {
  title: 'Amount',
  cell: row => (
    <Link to="/schedules/$id" params={{ id: row.id }} className="row-link">
      <Money amount={row.amount} />
    </Link>
  ),
}
const every: Column<Row> = { title: 'Interval', cell: everyOf }
const status: Column<Row> = { title: 'Status', cell: row => <StatusBadge status={row.status} /> }
const next: Column<Row> = { title: 'Next charge', cell: row => row.nextChargeAt && <Time at={row.nextChargeAt} /> }
const consumer: Column<Row> = { title: 'Consumer', kind: 'clip', cell: consumerOf }
const reference: Column<Row> = { title: 'Reference', kind: 'clip', cell: row => row.reference }
const created: Column<Row> = { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> }

const COLUMNS = [amount, status, every, next, consumer, reference, created]
const OF_ONE_CONSUMER = [amount, status, every, next, reference, created]

interface ScheduleTableProps {
  readonly title: string
  readonly schedules: readonly Row[]
  readonly empty: ReactNode
  readonly isOfOneConsumer?: boolean
}

export function ScheduleTable({ title, schedules, empty, isOfOneConsumer = false }: ScheduleTableProps) {
  return (
    <DataTable
      title={title}
      columns={isOfOneConsumer ? OF_ONE_CONSUMER : COLUMNS}
      rows={schedules}
      linkTo={row => `/schedules/${row.id}`}
      empty={empty}
    />
  )
}
