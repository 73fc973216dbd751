type Given<Value> = Value | null | undefined

/** The fields of a filter that have a value, as Prisma conditions. Null and absent fields do not filter. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

/** Any of the values; an empty list matches nothing. */
export function anyOf<Value>(values: Given<readonly Value[]>): { in: Value[] } | undefined {
  return values ? { in: [...values] } : undefined
}

/** From `after`, inclusive, to `before`, exclusive. */
export function between(after: Given<Date>, before: Given<Date>): { gte?: Date; lt?: Date } | undefined {
  if (!after && !before) return undefined
  return { ...(after ? { gte: after } : {}), ...(before ? { lt: before } : {}) }
}
