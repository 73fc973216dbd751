import { getDatamodel } from './generated/pothos.ts'

type Where = Readonly<Record<string, unknown>>
export type Conditions = Readonly<Record<string, Where>>

interface Selection {
  readonly select?: Readonly<Record<string, unknown>>
  readonly include?: Readonly<Record<string, unknown>>
  readonly where?: Where
}

interface Relation {
  readonly type: string
  readonly isList: boolean
  readonly isRequired: boolean
}

const { models } = getDatamodel().datamodel

/**
 * A read with the conditions of a grant at every level: on the rows themselves, and on every list below them. Prisma
 * cannot put a condition on a single related row: see `optionalRows`.
 */
export function narrowed<Args extends Selection>(model: string, args: Args, conditions: Conditions): Args {
  const condition = conditions[model]
  if (condition === undefined) throw new Error(`${model} has no rule for client tokens: add one to grant-conditions.ts`)
  return {
    ...belowNarrowed(model, args, conditions),
    where: { ...args.where, AND: [conjunction(args.where), condition] },
  }
}

function conjunction(where: Where | undefined): Where {
  const { AND } = where ?? {}
  return AND === undefined ? {} : { AND }
}

function belowNarrowed<Args extends Selection>(model: string, args: Args, conditions: Conditions): Args {
  const below = (selected: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(selected).map(([name, asked]) => [name, fieldNarrowed(model, name, asked, conditions)]),
    )
  return {
    ...args,
    ...(args.select && { select: below(args.select) }),
    ...(args.include && { include: below(args.include) }),
  }
}

function fieldNarrowed(model: string, name: string, asked: unknown, conditions: Conditions): unknown {
  if (!asked) return asked
  if (name === '_count') throw new Error(`${model}: _count is not filtered for client tokens: do not select it`)
  const relation = relationOf(model, name)
  if (relation === undefined) return asked
  const nested: Selection = asked === true ? {} : asked
  if (relation.isList) return narrowed(relation.type, nested, conditions)
  const narrow = belowNarrowed(relation.type, nested, conditions)
  // `optionalRows` finds the row by its id.
  return narrow.select && hasId(relation.type) ? { ...narrow, select: { ...narrow.select, id: true } } : narrow
}

/** A single related row, and its place in the result. */
export interface OptionalRow {
  readonly model: string
  readonly id: string
  remove(): void
}

/**
 * The rows of a result that were read through an optional relation to one row, e.g. the charge that a charge retries.
 */
export function optionalRows(model: string, args: Selection, result: unknown): readonly OptionalRow[] {
  if (Array.isArray(result)) return result.flatMap(row => optionalRows(model, args, row))
  if (!isRow(result)) return []
  return Object.entries({ ...args.select, ...args.include }).flatMap(([name, asked]) => {
    const relation = asked ? relationOf(model, name) : undefined
    const value = result[name]
    if (relation === undefined || value == null) return []
    const below = optionalRows(relation.type, asked === true ? {} : (asked as Selection), value)
    if (relation.isList || relation.isRequired || !hasId(relation.type) || !isRow(value)) return below
    const remove = () => {
      result[name] = null
    }
    return [{ model: relation.type, id: String(value['id']), remove }, ...below]
  })
}

/** False for a row that is part of another, e.g. a consumer's data key: a grant that allows the consumer allows it too. */
function hasId(model: string): boolean {
  return models[model]?.fields.some(({ name }) => name === 'id') ?? false
}

function relationOf(model: string, name: string): Relation | undefined {
  return models[model]?.fields.find(field => field.name === name && field.kind === 'object')
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
