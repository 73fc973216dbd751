import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Money, Time } from '../../components/values.tsx'
import { wordsOf } from '../../format/words.ts'
import type { OccurrenceRowFragment, PageFieldsFragment } from '../../generated/graphql.ts'
import { hasActions, OccurrenceActions } from './actions.tsx'

type Row = OccurrenceRowFragment

const COLUMNS: readonly Column<Row>[] = [
  { title: 'No.', cell: row => <span className="number">{row.index + 1}</span> },
  { title: 'Due', cell: row => <Time at={row.dueAt} /> },
  { title: 'Amount', cell: row => <Money amount={row.amount} /> },
  { title: 'Status', cell: row => <StatusBadge status={row.status} /> },
  { title: 'Charges', cell: chargesOf },
  { title: 'Actions', kind: 'end', cell: row => hasActions(row) && <OccurrenceActions occurrence={row} /> },
]

interface OccurrencesProps {
  readonly occurrences: readonly Row[]
  readonly info: PageFieldsFragment
  readonly search: Readonly<Record<string, string | undefined>>
}

export function Occurrences({ occurrences, info, search }: OccurrencesProps) {
  const { after, ...rest } = search
  return (
    <>
      <DataTable
        title="Payments"
        columns={COLUMNS}
        rows={occurrences}
        empty={<Empty title="No payment was due yet" />}
      />
      {(info.hasNextPage || after) && (
        <div className="button-row spaced">
          {after && (
            <Link to="." search={rest} className="button">
              Latest
            </Link>
          )}
          {info.hasNextPage && (
            <Link to="." search={{ ...rest, after: info.endCursor ?? undefined }} className="button">
              Older
            </Link>
          )}
        </div>
      )}
    </>
  )
}

function chargesOf({ charges, nextRetryAt, statusReason }: Row): ReactNode {
  if (charges.length === 0 && !nextRetryAt && !statusReason) return null
  return (
    <ul>
      {charges.map(({ id, status, failure }) => (
        <li key={id}>
          <Link to="/charges/$id" params={{ id }}>
            {failure ? wordsOf(failure.code) : wordsOf(status)}
          </Link>
        </li>
      ))}
      {nextRetryAt && (
        <li className="faint small">
          Retry <Time at={nextRetryAt} />
        </li>
      )}
      {charges.length === 0 && statusReason && <li className="faint small">{wordsOf(statusReason)}</li>}
    </ul>
  )
}
