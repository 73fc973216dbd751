import type { Seen, Subscriber } from '../audience/subscriber.ts'
import type { Difference, Evidence, LoggedEvent } from '../evidence/evidence.ts'

/**
 * Checks the log itself: each version of each object once, in order, without gaps, up to the object's current version.
 */
export function compareLog({ log, rows, charges, agreements, schedules }: Evidence): Difference[] {
  const wrong = (what: string): Difference => ({ kind: 'log', what })
  const bySubject = Map.groupBy(log, ({ subjectId }) => subjectId)
  const ids = new Set(log.map(({ id }) => id))
  return [
    ...(ids.size === log.length ? [] : [wrong(`${log.length - ids.size} events occur twice in the log`)]),
    ...(rows.eventCount === log.length ? [] : [wrong(`the log shows ${log.length} of ${rows.eventCount} events`)]),
    ...[...bySubject].flatMap(([subjectId, events]) => {
      const versions = changesOf(events).map(({ version }) => version)
      const whole = versions.every((version, index) => version === index + 1)
      return whole ? [] : [wrong(`versions of ${subjectId} in the log: ${versions.join(', ')}`)]
    }),
    ...[...charges, ...agreements, ...schedules].flatMap(({ id, version }) => {
      const latest = bySubject.get(id)?.at(-1)?.version
      return latest === version
        ? []
        : [wrong(`${id} has version ${version}, but its latest event has version ${latest}`)]
    }),
  ]
}

/** Without notes, which leave the version unchanged. */
function changesOf(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const latest = new Map<string, number>()
  return events.filter(({ subjectId, version }) => {
    if (version === latest.get(subjectId)) return false
    latest.set(subjectId, version)
    return true
  })
}

/** The ids of the log's events that a subscriber must have received. */
export function expectedOf(
  { interest }: Pick<Subscriber, 'interest'>,
  { log, charges, schedules }: Pick<Evidence, 'log' | 'charges' | 'schedules'>,
): readonly string[] {
  const { agreementId, object, changesOnly } = interest
  const events = changesOnly ? changesOf(log) : log
  if (object)
    return events
      .filter(({ subjectId, version }) => subjectId === object.id && version > object.afterVersion)
      .map(({ subjectId, version }) => `${subjectId}@${version}`)
  if (agreementId === undefined) return events.map(({ id }) => id)
  const subjects = new Set([...charges, ...schedules].flatMap(of => (of.agreementId === agreementId ? [of.id] : [])))
  return events.filter(({ subjectId }) => subjectId === agreementId || subjects.has(subjectId)).map(({ id }) => id)
}

/**
 * Checks that each subscriber received exactly its part of the log, each object's events in order, after dropping
 * repeated ids.
 */
export function compareSubscribers(evidence: Evidence): Difference[] {
  return evidence.subscribers.flatMap(subscriber => {
    const { name, seen, refusal } = subscriber
    const wrong = (what: string): Difference => ({ kind: 'subscriber', what: `${name}: ${what}` })
    const once = [...new Map(seen.map(event => [event.id, event])).values()]
    const found = new Set(once.map(({ id }) => id))
    const expected = new Set(expectedOf(subscriber, evidence))
    const missing = [...expected].filter(id => !found.has(id))
    const surplus = [...found].filter(id => !expected.has(id))
    return [
      ...(refusal === undefined ? [] : [wrong(`refused: ${refusal}`)]),
      ...(missing.length === 0 ? [] : [wrong(`never saw ${missing.length} events: ${missing.slice(0, 5).join(', ')}`)]),
      ...(surplus.length === 0
        ? []
        : [wrong(`saw ${surplus.length} that do not belong to it: ${surplus.slice(0, 5).join(', ')}`)]),
      ...disordered(once).map(wrong),
    ]
  })
}

function disordered(events: readonly Seen[]): readonly string[] {
  return [...Map.groupBy(events, ({ subjectId }) => subjectId)].flatMap(([subjectId, of]) => {
    const versions = of.map(({ version }) => version)
    const ordered = versions.every((version, index) => {
      const before = versions[index - 1]
      // A note has the version of the event before it.
      return before === undefined || version === before || version === before + 1
    })
    return ordered ? [] : [`versions of ${subjectId} came as ${versions.join(', ')}`]
  })
}
