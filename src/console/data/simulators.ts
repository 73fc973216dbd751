import { SESSION_HEADER } from './api.ts'

/** The simulators' control calls, which the gateway passes on in sandbox mode: see docs/simulators.md. */
export async function control<Result = unknown>(path: string, body?: object): Promise<Result> {
  const response = await fetch(`/console/sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...SESSION_HEADER, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = await response.json().catch(() => undefined)
  if (!response.ok) throw new Error(issuesOf(answer) ?? `The simulators answered with HTTP ${response.status}.`)
  return answer
}

function issuesOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const listed = 'issues' in answer ? answer.issues : 'errors' in answer ? answer.errors : undefined
  if (!Array.isArray(listed)) return undefined
  return listed.map(({ path = [], message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}
