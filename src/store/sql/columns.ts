import { snapshotXmin as currentXmin } from './snapshot.ts'

/**
 * A table that repositories write, with its name and columns from Prisma's generated model. The select list, the row's
 * TypeScript type and the statements that write it all derive from it.
 */
export interface Table<R extends object> {
  readonly name: string
  /** The names of the columns in the row's type. */
  readonly columns: readonly string[]
  /** `alias.snake_case AS "camelCase", …`: all columns of a row, with their TypeScript names. */
  select(alias: string): string
  /** The same with names that begin with `prefix`, for statements that read rows of two tables side by side. */
  selectAs(alias: string, prefix: string): string
  /** The row that `selectAs` read. Undefined if an outer join found none. */
  pick(row: object, prefix: string): R | undefined
}

export type Row<T> = T extends Table<infer R> ? R : never
/** A row to be written, without the columns that the database computes. */
export type NewRow<T> = Omit<Row<T>, 'snapshotXmin'>

/** A row of Prisma's model, read by pg or by Prisma, with the types of its JSON columns. */
export type RowOf<Model, Json = unknown> = {
  readonly [Name in keyof Model]: Name extends keyof Json ? Json[Name] : Read<Model[Name]>
}
type Read<Value> = Value extends Uint8Array ? Uint8Array : Value extends (infer Item)[] ? readonly Item[] : Value

/** Columns that the database computes on every write, with their expressions. They are read and never given. */
export const computed: Readonly<Record<string, string>> = {
  /** The snapshot xmin at the time of the write: every transaction below it had ended. */
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

const snakeCases = new Map<string, string>()

/** schema.prisma maps every name in this way. A test compares them with the database's catalog. @param camel A column. */
export function snakeCase(camel: string): string {
  const known = snakeCases.get(camel)
  if (known !== undefined) return known
  const made = camel.replaceAll(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
  snakeCases.set(camel, made)
  return made
}

/** The columns of a model that a change of its rows does not write. */
export function without<Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  ...names: Name[]
): Omit<Fields, Name> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name as Name))) as Omit<
    Fields,
    Name
  >
}
