import { type Column, type Table, table } from '../columns.ts'

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

/**
 * How many statements a reader has of some columns only; further ones read whole rows. Callers choose the columns, and
 * every connection keeps each statement that it has prepared.
 */
export const MOST_NARROW_STATEMENTS = 64

/**
 * A source narrowed to the columns that are wanted: to read and parse the others is a good part of what a long page
 * costs. `statementKey` is what else tells statements of the source apart.
 */
export function sourceNarrower(whole: PageSource) {
  const names = Object.keys(whole.table.columns)
  const known = new Map<string, PageSource>()
  return (columns: ReadonlySet<string> | undefined, statementKey: string): PageSource => {
    if (columns === undefined) return whole
    const wanted = names.reduce((bits, name, index) => (columns.has(name) ? bits + 2 ** index : bits), 0).toString(36)
    const key = `${wanted}${statementKey}`
    const found = known.get(key)
    if (found !== undefined || known.size === MOST_NARROW_STATEMENTS) return found ?? whole
    const some = Object.entries(whole.table.columns).filter(([name]) => columns.has(name))
    const narrow = {
      ...whole,
      name: `${whole.name}.${wanted}`,
      table: table(whole.table.name, Object.fromEntries(some)),
    }
    known.set(key, narrow)
    return narrow
  }
}
