import type { Mode } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'
import { groupNames, isKnownPattern } from '../../domain/webhook-endpoint/event-types.ts'
import type { Deps } from '../command/deps.ts'

export const DESCRIPTION_MAX = 200
/** Each is read and served on its own. */
export const MOST_ENDPOINTS = 20

export interface EndpointFields {
  readonly url?: string | null | undefined
  readonly description?: string | null | undefined
  readonly eventTypes?: readonly string[] | null | undefined
}

/** Every issue of an endpoint's fields. */
export function endpointIssues(
  { outbound }: Pick<Deps, 'outbound'>,
  mode: Mode,
  { url, description, eventTypes }: EndpointFields,
): readonly InputIssue[] {
  const issues = issueList()
  if (url != null) {
    const refusal = outbound.refusalOf(url, { loopback: mode === 'TEST' })
    if (refusal !== undefined) issues.add(['url'], 'FORMAT', refusal)
  }
  issues.text(['description'], description, { max: DESCRIPTION_MAX })
  for (const [index, type] of (eventTypes ?? []).entries())
    if (!isKnownPattern(type))
      issues.add(
        ['eventTypes', String(index)],
        'UNSUPPORTED',
        `Must be a type of LogEvent, e.g. charge.created, or one of ${groupNames}. Omit eventTypes for all events.`,
      )
  return issues.found
}
