import { getDatamodel } from '../../prisma/generated/pothos.ts'
import { snakeCase, type Table } from '../../sql/columns.ts'
import {
  agreements,
  chargeOperations,
  charges,
  consumers,
  dataKeys,
  instruments,
  occurrences,
  providerEvents,
  revocations,
  schedules,
} from '../../tables.ts'

/** The models of a merchant's rows, by the names that Prisma's client gives them. */
const tables = {
  agreement: agreements,
  charge: charges,
  chargeOperation: chargeOperations,
  consumer: consumers,
  dataKey: dataKeys,
  instrument: instruments,
  occurrence: occurrences,
  providerEvent: providerEvents,
  revocation: revocations,
  schedule: schedules,
} as const satisfies Record<string, Table<object>>

export type ModelName = keyof typeof tables

/** The properties of a model that a statement needs. */
export interface Model {
  readonly table: string
  readonly columns: ReadonlyMap<string, Column>
  readonly relations: ReadonlyMap<string, Relation>
}

interface Column {
  /** In snake case. */
  readonly name: string
  /** Prisma's name: DateTime, BigInt, or that of an enum. */
  readonly type: string
}

/**
 * Rows of `model` whose column `of` has the value of the row's own column `own`. The foreign key also contains the
 * tenant.
 */
export interface Relation {
  readonly model: ModelName
  readonly isList: boolean
  readonly own: string
  readonly of: string
}

type Field = Fields[number]
type Fields = ReturnType<typeof getDatamodel>['datamodel']['models'][string]['fields']

const datamodel = getDatamodel().datamodel.models
const fieldsOf = (model: ModelName): Fields => datamodel[capital(model)]?.fields ?? []

export const models = Object.fromEntries(
  Object.entries(tables).map(([name, table]) => [name, modelOf(name as ModelName, table)]),
) as Record<ModelName, Model>

function modelOf(name: ModelName, { name: table, columns }: Table<object>): Model {
  const known = new Set(columns)
  const fields = fieldsOf(name)
  return {
    table,
    columns: new Map(
      fields
        .filter(field => known.has(field.name))
        .map(({ name: camel, type }) => [camel, { name: snakeCase(camel), type }]),
    ),
    relations: new Map(
      fields.flatMap(field => {
        const relation = relationOf(field)
        return relation === undefined ? [] : [[field.name, relation] as const]
      }),
    ),
  }
}

/** Undefined for a field that is not a relation, or whose relation leads to a model that is not listed here. */
function relationOf(field: Field): Relation | undefined {
  const model = `${field.type.charAt(0).toLowerCase()}${field.type.slice(1)}`
  if (field.kind !== 'object' || !(model in tables)) return undefined
  const to = model as ModelName
  const own = keyOf(field)
  if (own !== undefined) return { model: to, isList: field.isList, own, of: 'id' }
  const back = fieldsOf(to).find(other => other.relationName === field.relationName && keyOf(other) !== undefined)
  const of = back && keyOf(back)
  return of === undefined ? undefined : { model: to, isList: field.isList, own: 'id', of }
}

/**
 * The column of a foreign key that contains the row's id, besides the two columns of the tenant. Undefined if the key
 * is on the other side.
 */
function keyOf({ relationFromFields = [] }: Field): string | undefined {
  const column = relationFromFields.find(name => name !== 'merchantId' && name !== 'mode')
  return column === undefined ? undefined : snakeCase(column)
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
