import { firstId, type IdKind } from '../../src/base/id.ts'

type Given<Value> = Value | null | undefined

/** The fields of a filter that have a value, as Prisma conditions. Null and absent fields do not filter. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

/** Any of the values; an empty list matches nothing. */
export function anyOf<Value>(values: Given<readonly Value[]>): { in: Value[] } | undefined {
  return values ? { in: [...values] } : undefined
}

/** Created from `after`, inclusive, to `before`, exclusive. Lists are read along the ids, which sort by the same time. */
export function created(kind: IdKind, after: Given<Date>, before: Given<Date>) {
  const ids = { ...(after && { gte: firstId(kind, after) }), ...(before && { lt: firstId(kind, before) }) }
  return given({ createdAt: between(after, before), id: after || before ? ids : undefined })
}

function between(after: Given<Date>, before: Given<Date>): { gte?: Date; lt?: Date } | undefined {
  if (!after && !before) return undefined
  return { ...(after ? { gte: after } : {}), ...(before ? { lt: before } : {}) }
}
