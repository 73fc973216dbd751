import { SESSION_HEADER } from './api.ts'

/**
 * A control call of the simulators, which the gateway passes on in sandbox mode: see docs/simulators.md.
 *
 * @throws Error with every issue.
 */
export async function control(call: 'faults' | 'outcomes' | 'reset', body: object): Promise<void> {
  const response = await fetch(`/console/sandbox/${call}`, {
    method: 'POST',
    headers: { ...SESSION_HEADER, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.ok) return
  const answer: unknown = await response.json().catch(() => undefined)
  throw new Error(issuesOf(answer) ?? `The simulators answered with HTTP ${response.status}.`)
}

function issuesOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const listed = 'issues' in answer ? answer.issues : 'errors' in answer ? answer.errors : undefined
  if (!Array.isArray(listed)) return undefined
  return listed.map(({ path = [], message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}
