import type { ReactNode } from 'react'
import { wordsOf } from '../format/words.ts'
import type { EventRowFragment } from '../generated/graphql.ts'
import { type Column, DataTable } from './data-table.tsx'
import { ObjectLink, pathOf } from './object-link.tsx'
import { StatusBadge } from './status-badge.tsx'
import { Time } from './values.tsx'

const COLUMNS: readonly Column<EventRowFragment>[] = [
  { title: 'Event', cell: row => <span className="mono">{row.type}</span> },
  {
    title: 'Object',
    kind: 'clip',
    cell: ({ subjectType, subjectId }) => subjectType && subjectId && <ObjectLink type={subjectType} id={subjectId} />,
  },
  { title: 'Status', cell: row => row.status && <StatusBadge status={row.status} /> },
  { title: 'Version', cell: row => row.version !== null && <span className="number">{row.version}</span> },
  { title: 'Cause', cell: row => wordsOf(row.source) },
  { title: 'Time', kind: 'end', cell: row => <Time at={row.occurredAt} /> },
]

interface EventTableProps {
  readonly title: string
  readonly events: readonly EventRowFragment[]
  readonly empty: ReactNode
}

export function EventTable({ title, events, empty }: EventTableProps) {
  return (
    <DataTable
      title={title}
      columns={COLUMNS}
      rows={events}
      linkTo={({ subjectType, subjectId }) => (subjectType && subjectId ? pathOf(subjectType, subjectId) : undefined)}
      empty={empty}
    />
  )
}
