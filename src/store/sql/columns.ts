import { snapshotXmin as currentXmin } from './snapshot.ts'

/**
 * The tables that repositories write, by their names and columns: Prisma's generated model says both, once. From it come the
 * select list, the row's TypeScript type and the statements that write it.
 */
export interface Table<R extends object> {
  readonly name: string
  /** Of the columns, as the row's type names them. */
  readonly columns: readonly string[]
  /** `alias.snake_case AS "camelCase", …`: all of a row, under its TypeScript names. */
  select(alias: string): string
  /** The same under names that begin with `prefix`, for statements that read rows of two tables side by side. */
  selectAs(alias: string, prefix: string): string
  /** The row that `selectAs` read; undefined where there is none to it, in an outer join. */
  pick(row: object, prefix: string): R | undefined
}

export type Row<T> = T extends Table<infer R> ? R : never
/** A row as it is given to a writer: without what the database computes. */
export type NewRow<T> = Omit<Row<T>, 'snapshotXmin'>

/** A row of Prisma's model, read by pg or by Prisma, with the types of what its columns of JSON contain. */
export type RowOf<Model, Json = unknown> = {
  readonly [Name in keyof Model]: Name extends keyof Json ? Json[Name] : Read<Model[Name]>
}
type Read<Value> = Value extends Uint8Array ? Uint8Array : Value extends (infer Item)[] ? readonly Item[] : Value

/** What the database computes on every write: the expressions, by the columns' names. Such a column is read, never given. */
export const computed: Readonly<Record<string, string>> = {
  /** Where the log stood when the row was written: every transaction below it had ended. */
  snapshotXmin: currentXmin,
}

/** @param fields Prisma's names of the model's columns: its `…ScalarFieldEnum`. */
export function table<R extends object>(name: string, fields: { readonly [Name in keyof R]: Name }): Table<R> {
  const columns = Object.keys(fields)
  return {
    name,
    columns,
    select: alias =>
      columns
        .map(camel => (snakeCase(camel) === camel ? `${alias}.${camel}` : `${alias}.${snakeCase(camel)} AS "${camel}"`))
        .join(', '),
    selectAs: (alias, prefix) => columns.map(camel => `${alias}.${snakeCase(camel)} AS "${prefix}${camel}"`).join(', '),
    pick(row, prefix) {
      const picked = columns.map(
        camel => [camel, (row as Readonly<Record<string, unknown>>)[`${prefix}${camel}`]] as const,
      )
      if (picked.every(([, value]) => value === null)) return undefined
      return Object.fromEntries(picked) as R
    },
  }
}

/** schema.prisma maps every name so; a test compares them with the database's catalog. */
export function snakeCase(camel: string): string {
  return camel.replaceAll(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
}
