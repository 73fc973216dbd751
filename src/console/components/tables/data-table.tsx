import { useNavigate } from '@tanstack/react-router'
import { type CellData, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import type { MouseEvent, ReactNode } from 'react'
import { memo, useCallback, useMemo } from 'react'

const features = tableFeatures({})

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** `end` for numbers; `clip` for text that may be cut off. */
  readonly kind?: 'end' | 'clip'
}

interface DataTableProps<Row extends { readonly id: string }> {
  /** For screen readers. */
  readonly title: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** The address of a row's own page. The first column should link to it too, for the keyboard. */
  readonly linkTo?: (row: Row) => string | undefined
  readonly empty?: ReactNode
}

/** A table whose rows open their page; on a small screen, cards. Columns must keep their identity between renders. */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { title, columns, rows, linkTo, empty } = props
  const navigate = useNavigate()
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map(({ title, cell }) =>
      helper.display({ id: title, header: title, cell: ({ row }) => cell(row.original) }),
    )
  }, [columns])
  const data = useMemo(() => [...rows], [rows])
  const table = useTable<typeof features, Row & CellData>({ features, columns: definitions, data, getRowId: idOf })
  const open = useCallback(
    (event: MouseEvent, to: string | undefined) => {
      const isControl = event.target instanceof Element && event.target.closest('a, button, input, label, summary')
      if (to === undefined || isControl || getSelection()?.toString()) return
      if (event.metaKey || event.ctrlKey) window.open(`/console${to}`)
      else void navigate({ to })
    },
    [navigate],
  )
  if (rows.length === 0 && empty) return <div className="table-box">{empty}</div>
  return (
    <div className="table-box table-cards">
      <table className="table">
        <caption className="unseen">{title}</caption>
        <thead>
          {table.getHeaderGroups().map(group => (
            <tr key={group.id}>
              {group.headers.map((header, index) => (
                <th key={header.id} scope="col" className={columns[index]?.kind}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map(row => (
            <BodyRow
              key={row.id}
              entry={row.original}
              cellsOf={() => row.getAllCells().map(cell => <table.FlexRender key={cell.id} cell={cell} />)}
              columns={columns}
              to={linkTo?.(row.original)}
              onOpen={open}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface BodyRowProps {
  readonly entry: unknown
  readonly cellsOf: () => readonly ReactNode[]
  readonly columns: readonly Omit<Column<never>, 'cell'>[]
  readonly to: string | undefined
  readonly onOpen: (event: MouseEvent, to: string | undefined) => void
}

/** Rendered again only for another entry: in a live list, most rows are the same as before. */
const BodyRow = memo(
  ({ cellsOf, columns, to, onOpen }: BodyRowProps) => (
    // For the keyboard, the first cell has a link.
    <tr data-link={to && ''} onClick={event => onOpen(event, to)}>
      {cellsOf().map((cell, index) => (
        <td key={columns[index]?.title} data-label={columns[index]?.title} className={columns[index]?.kind}>
          {cell}
        </td>
      ))}
    </tr>
  ),
  (before, after) => before.entry === after.entry && before.columns === after.columns,
)

const idOf = (row: { readonly id: string }) => row.id
