import { snapshotXmin as currentXmin } from './snapshot.ts'

/**
 * Tables as data: each column's type is said once, and from it come the select list, the row's TypeScript type and the
 * statements that write it. A test compares every specification with the database's own catalog.
 */
export interface Column<Value> {
  /** The type's name in PostgreSQL's catalog (udt_name). */
  readonly type: string
  readonly nullable: boolean
  /** Where the database computes the value on every write: the expression. Such a column is read, never given. */
  readonly computed?: string
  /** Phantom: only its type is used. */
  readonly value?: Value
}

function column<Value>(type: string): Column<Value> {
  return { type, nullable: false }
}

export const text: Column<string> = column('text')
export const integer: Column<number> = column('int4')
export const bigint: Column<bigint> = column('int8')
export const boolean: Column<boolean> = column('bool')
export const instant: Column<Date> = column('timestamptz')
export const bytes: Column<Buffer> = column('bytea')
export const textArray: Column<readonly string[]> = column('_text')
export const integerArray: Column<readonly number[]> = column('_int4')
export const json = <Value>(): Column<Value> => column('jsonb')
/** One of PostgreSQL's enums, by its name. */
export const oneOf = <Value extends string>(type: string, _values: readonly Value[]): Column<Value> => column(type)

export function nullable<Value>(of: Column<Value>): Column<Value | null> {
  return { ...of, nullable: true } as Column<Value | null>
}

/** Where the log stood when the row was written: every transaction below it had ended. */
export const snapshotXmin: Column<bigint> = {
  ...bigint,
  computed: currentXmin,
}

type Columns = Readonly<Record<string, Column<unknown>>>
type ValueOf<C> = C extends Column<infer Value> ? Value : never

export interface Table<C extends Columns> {
  readonly name: string
  readonly columns: C
  /** `alias.snake_case AS "camelCase", …`: all of a row, under its TypeScript names. */
  select(alias: string): string
  /** The same under names that begin with `prefix`, for statements that read rows of two tables side by side. */
  selectAs(alias: string, prefix: string): string
  /** The row that `selectAs` read; undefined where there is none to it, in an outer join. */
  pick(row: object, prefix: string): Row<Table<C>> | undefined
}

export type Row<T> = T extends Table<infer C> ? { readonly [Name in keyof C]: ValueOf<C[Name]> } : never
/** A row as it is given to a writer: without what the database computes. */
export type NewRow<T> = Omit<Row<T>, 'snapshotXmin'>

export function table<C extends Columns>(name: string, columns: C): Table<C> {
  const names = Object.keys(columns)
  return {
    name,
    columns,
    select: alias =>
      names
        .map(camel => (snakeCase(camel) === camel ? `${alias}.${camel}` : `${alias}.${snakeCase(camel)} AS "${camel}"`))
        .join(', '),
    selectAs: (alias, prefix) => names.map(camel => `${alias}.${snakeCase(camel)} AS "${prefix}${camel}"`).join(', '),
    pick(row, prefix) {
      const picked = names.map(
        camel => [camel, (row as Readonly<Record<string, unknown>>)[`${prefix}${camel}`]] as const,
      )
      if (picked.every(([, value]) => value === null)) return undefined
      return Object.fromEntries(picked) as Row<Table<C>>
    },
  }
}

export function snakeCase(camel: string): string {
  return camel.replaceAll(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
}
