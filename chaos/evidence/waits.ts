import type { LoggedEvent } from './evidence.ts'

export interface Waits {
  readonly count: number
  readonly medianSeconds: number
  readonly longestSeconds: number
}

/** How long operations were UNKNOWN, from the log: from the lost response to the known outcome. */
export function unknownWaits(log: readonly LoggedEvent[]): Waits {
  return waitsBetween(log, type => type.endsWith('_unknown'))
}

/** How long operations were open, from the request to the outcome, for those that were UNKNOWN at some time. */
export function wholeWaits(log: readonly LoggedEvent[]): Waits {
  const lost = new Set(log.flatMap(({ type, data }) => (type.endsWith('_unknown') ? [data?.operationId] : [])))
  const authorizations = new Map(
    log.flatMap(({ type, subjectId, data }) =>
      type.startsWith('charge.authorization_') && data?.operationId ? [[subjectId, data.operationId] as const] : [],
    ),
  )
  // The event that creates a charge contains no operation: it is the request of its authorization.
  const named = log.flatMap(event => {
    const id = event.data?.operationId ?? authorizations.get(event.subjectId)
    return id !== undefined && lost.has(id) ? [{ ...event, data: { operationId: id } }] : []
  })
  return waitsBetween(named, type => type === 'charge.created' || type.endsWith('_requested'))
}

function waitsBetween(log: readonly LoggedEvent[], begins: (type: string) => boolean): Waits {
  const since = new Map<string, number>()
  const seconds: number[] = []
  for (const { type, occurredAt, data } of log) {
    const id = data?.operationId
    if (id === undefined) continue
    const at = Date.parse(occurredAt)
    if (begins(type) && !since.has(id)) since.set(id, at)
    const begun = since.get(id)
    if (begun === undefined || !/_(succeeded|failed)$/.test(type)) continue
    since.delete(id)
    seconds.push((at - begun) / 1_000)
  }
  seconds.sort((one, other) => one - other)
  return {
    count: seconds.length,
    medianSeconds: seconds[seconds.length >> 1] ?? 0,
    longestSeconds: seconds.at(-1) ?? 0,
  }
}
