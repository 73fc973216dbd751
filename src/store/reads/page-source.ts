import { type Column, type Table, table } from '../sql/columns.ts'

/** What a page is read from: a table whose `select` names every column that a row needs. */
export interface PageSource {
  /** Of the statement. */
  readonly name: string
  readonly table: Table<Readonly<Record<string, Column<unknown>>>>
  /** Column that rises along the list and that no two of its rows share, by which places are found: `id` unless said. */
  readonly place?: string
  /** Condition on the row `item` that every page adds, beside merchant and mode. */
  readonly only?: string
}

/** What tells statements of a source apart by their columns. */
export function columnsKey({ table }: PageSource, columns: ReadonlySet<string> | undefined): string {
  if (columns === undefined) return ''
  const names = Object.keys(table.columns)
  return `.${names.reduce((bits, name, index) => (columns.has(name) ? bits + 2 ** index : bits), 0).toString(36)}`
}

/**
 * A source narrowed to the columns that are wanted: to read and parse the others is a good part of what a long page
 * costs.
 */
export function narrowed(whole: PageSource, columns: ReadonlySet<string> | undefined): PageSource {
  if (columns === undefined) return whole
  const some = Object.entries(whole.table.columns).filter(([name]) => columns.has(name))
  return { ...whole, table: table(whole.table.name, Object.fromEntries(some)) }
}
