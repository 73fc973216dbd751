import type { Tenant } from '../../../domain/enums.ts'
import { type Model, type ModelName, models } from './models.ts'

/** Arguments of Prisma's `findMany`. */
export interface Query {
  readonly select?: Readonly<Record<string, unknown>> | undefined
  readonly where?: object | undefined
  readonly orderBy?: object | undefined
  readonly take?: number | undefined
}

export type Row = Record<string, unknown>

export interface Compiled {
  readonly text: string
  readonly values: readonly unknown[]
  /** Gives the values below a row, which come as JSON, their types. Undefined if there are none. */
  readonly revive: Revive | undefined
}
type Revive = (row: Row) => void

/** Thrown for a selection that no statement here can read. It never leaves this file. */
const unknown = Symbol('unknown')

/**
 * One statement for all that a query of Prisma's selects, with the rows of relations as JSON in the row that they belong to. Undefined if
 * something in the query is not known here: most conditions on relations, counts, selections without `select`.
 */
export function compile({ merchantId, mode }: Tenant, name: ModelName, query: Query): Compiled | undefined {
  const values: unknown[] = [merchantId, mode]
  try {
    const { text, revive } = rowsOf(models[name], query, { values, depth: 0, of: [] })
    return { text, values, revive }
  } catch (error) {
    if (error === unknown) return undefined
    throw error
  }
}

interface Place {
  /** The statement's parameters so far. The first two are the tenant. */
  readonly values: unknown[]
  /** 0 for the rows that the statement answers; the others are JSON in them. */
  readonly depth: number
  /** The condition that ties rows to the row around them. */
  readonly of: readonly string[]
}

function rowsOf(model: Model, { select, where, orderBy, take, ...rest }: Query, place: Place) {
  // With a negative `take`, Prisma reads from the end, which is not supported here.
  if (select === undefined || Object.keys(rest).length > 0 || (take !== undefined && take < 0)) throw unknown
  const { values, depth, of } = place
  const row = `t${depth}`
  const columns: string[] = []
  const revives: Revive[] = []
  for (const [name, selected] of Object.entries(select)) {
    if (selected === false || selected === undefined) continue
    const { text, revive } =
      selected === true ? columnOf(model, name, depth) : relationOf(model, name, selected as Query, place)
    columns.push(`${text} AS "${name}"`)
    if (revive) revives.push(revive)
  }
  const conditions = [`${row}.merchant_id = $1`, `${row}.mode = $2`, ...of, ...conditionsOf(model, where, place)]
  const text =
    `SELECT ${columns.join(', ')} FROM ${model.table} ${row} WHERE ${conditions.join(' AND ')}` +
    `${orderOf(model, orderBy, row)}${take === undefined ? '' : ` LIMIT ${parameter(values, take)}`}`
  return { text, revive: all(revives) }
}

/** pg gives a row's own values their types; in JSON, a bigint is text, so that it stays exact. */
function columnOf(model: Model, name: string, depth: number): { text: string; revive?: Revive } {
  const column = model.columns.get(name)
  if (column === undefined) throw unknown
  const text = `t${depth}.${column.name}`
  if (depth === 0) return { text }
  const typed = inJson[column.type]
  return typed === undefined ? { text } : { text: typed.text(text), revive: valueReviver(name, typed.read) }
}

const inJson: Readonly<Record<string, { text(column: string): string; read(text: string): unknown }>> = {
  BigInt: { text: column => `${column}::text`, read: BigInt },
  Bytes: { text: column => `encode(${column}, 'base64')`, read: text => Buffer.from(text, 'base64') },
  DateTime: { text: column => column, read: text => new Date(text) },
}

function valueReviver(name: string, read: (text: string) => unknown): Revive {
  return row => {
    const value = row[name]
    if (value !== null) row[name] = read(value as string)
  }
}

function relationOf(model: Model, name: string, query: Query, { values, depth }: Place) {
  const relation = model.relations.get(name)
  if (relation === undefined) throw unknown
  const { own, of, isList } = relation
  const tie = `t${depth + 1}.${of} = t${depth}.${own}`
  const rows = rowsOf(models[relation.model], query, { values, depth: depth + 1, of: [tie] })
  const json = isList ? `coalesce(json_agg(r), '[]')` : 'row_to_json(r)'
  return {
    text: `(SELECT ${json} FROM (${rows.text}) r)`,
    revive: rows.revive && relationReviver(name, isList, rows.revive),
  }
}

function relationReviver(name: string, isList: boolean, revive: Revive): Revive {
  if (isList)
    return row => {
      for (const below of row[name] as Row[]) revive(below)
    }
  return row => {
    if (row[name] !== null) revive(row[name] as Row)
  }
}

function all(revives: readonly Revive[]): Revive | undefined {
  if (revives.length === 0) return undefined
  return row => {
    for (const revive of revives) revive(row)
  }
}

const comparisons: Readonly<Record<string, string>> = {
  ...{ equals: '=', in: '=', not: '<>' },
  ...{ gt: '>', gte: '>=', lt: '<', lte: '<=' },
}

/** Conditions on the row, all of which must hold. */
function conditionsOf(model: Model, where: object | undefined, place: Place): string[] {
  const { values, depth } = place
  return Object.entries(where ?? {}).flatMap(([name, condition]: [string, unknown]) => {
    if (name === 'AND' && Array.isArray(condition)) return condition.flatMap(each => conditionsOf(model, each, place))
    if (name === 'OR' && Array.isArray(condition) && condition.length > 0)
      return [`(${condition.map(each => `(${conditionsOf(model, each, place).join(' AND ') || true})`).join(' OR ')})`]
    if (model.relations.has(name)) return [someOf(model, name, condition, place)]
    const column = model.columns.get(name)
    if (column === undefined || column.type === 'Json') throw unknown
    // As text: a parameter could not choose a partial index.
    if (typeof condition === 'boolean') return [`${condition ? '' : 'NOT '}t${depth}.${column.name}`]
    const isObject = typeof condition === 'object' && condition !== null && !(condition instanceof Date)
    return Object.entries(isObject ? condition : { equals: condition }).map(([operator, value]) => {
      if (operator === 'not' && value === null) return `t${depth}.${column.name} IS NOT NULL`
      const comparison = comparisons[operator]
      if (comparison === undefined || value === undefined || value === null) throw unknown
      const isList = operator === 'in' && !(Array.isArray(value) && value.length === 1)
      // One value and the order of an index behind it go together; a list of values would have to be sorted.
      const given = parameter(values, operator === 'in' && !isList ? (value as unknown[])[0] : value)
      return `t${depth}.${column.name} ${isList ? `= ANY (${given})` : `${comparison} ${given}`}`
    })
  })
}

/**
 * True for rows that have a row of the relation with one of these values. The values are text, as of a boolean; an enum's alone can
 * be.
 */
function someOf(model: Model, name: string, condition: unknown, { depth }: Place): string {
  const relation = model.relations.get(name)
  const [[column = '', values] = [], ...more] = Object.entries(somethingIn(condition, 'some'))
  const list = somethingIn(values, 'in')
  if (relation?.isList !== true || more.length > 0 || !Array.isArray(list)) throw unknown
  const { table, columns } = models[relation.model]
  const one = columns.get(column)
  if (one === undefined || list.length === 0 || !list.every(isEnumValue)) throw unknown
  const allowed = list.map(value => `'${value}'`).join(', ')
  return (
    `t${depth}.${relation.own} IN (SELECT s.${relation.of} FROM ${table} s ` +
    `WHERE s.merchant_id = $1 AND s.mode = $2 AND s.${one.name} IN (${allowed}))`
  )
}

function somethingIn(condition: unknown, operator: string): object {
  const entries = Object.entries(condition ?? {})
  const [[name, value] = [], ...more] = entries
  if (name !== operator || more.length > 0 || typeof value !== 'object' || value === null) throw unknown
  return value as object
}

function isEnumValue(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z_]{1,64}$/.test(value)
}

function orderOf(model: Model, orderBy: object | undefined, row: string): string {
  if (orderBy === undefined) return ''
  const [[name, direction], ...more] = Object.entries(orderBy) as [[string, unknown], ...unknown[]]
  const column = model.columns.get(name)
  if (column === undefined || more.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw unknown
  return ` ORDER BY ${row}.${column.name} ${direction}`
}

function parameter(values: unknown[], value: unknown): string {
  return `$${values.push(value)}`
}
