import type { ReactNode } from 'react'
import { wordsOf } from '../../format/words.ts'
import type { EventRowFragment } from '../../generated/graphql.ts'
import { ObjectLink, pathOf } from '../objects/object-link.tsx'
import { StatusBadge } from '../status-badge.tsx'
import { Name, Time } from '../values.tsx'
import { type Column, DataTable } from './data-table.tsx'

type Row = EventRowFragment

const time = (hasSeconds: boolean): Column<Row> => ({
  title: 'Time',
  kind: 'end',
  cell: row => <Time at={row.occurredAt} hasSeconds={hasSeconds} />,
})

const COLUMNS: readonly Column<Row>[] = [
  {
    title: 'Event',
    cell: row => <Name text={row.type} />,
  },
  { title: 'Status', cell: row => row.status && <StatusBadge status={row.status} /> },
  {
    title: 'Object',
    kind: 'clip',
    cell: ({ subjectType, subjectId }) => subjectType && subjectId && <ObjectLink type={subjectType} id={subjectId} />,
  },
  { title: 'Version', cell: row => row.version !== null && <span className="number">{row.version}</span> },
  { title: 'Cause', cell: row => wordsOf(row.source) },
  time(true),
]
const NARROW = [...COLUMNS.slice(0, 3), time(false)]

interface EventTableProps {
  readonly title: string
  readonly events: readonly EventRowFragment[]
  readonly empty: ReactNode
  /** Beside other things: without version, cause and seconds. */
  readonly isNarrow?: boolean
}

export function EventTable({ title, events, empty, isNarrow = false }: EventTableProps) {
  return (
    <DataTable
      title={title}
      columns={isNarrow ? NARROW : COLUMNS}
      rows={events}
      linkTo={({ subjectType, subjectId }) => (subjectType && subjectId ? pathOf(subjectType, subjectId) : undefined)}
      empty={empty}
    />
  )
}
