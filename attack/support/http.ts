import type { Target } from '../attack.ts'

const DEADLINE_MS = 30_000

export interface Answer {
  /** 0 if there was no response: the connection was closed, or the deadline passed. */
  readonly status: number
  readonly text: string
}

export async function post(
  target: Target,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return answerOf(fetch(target.url + path, { method: 'POST', body, headers, signal: AbortSignal.timeout(DEADLINE_MS) }))
}

export function get(target: Target, path: string): Promise<Answer> {
  return answerOf(fetch(target.url + path, { redirect: 'manual', signal: AbortSignal.timeout(DEADLINE_MS) }))
}

async function answerOf(coming: Promise<Response>): Promise<Answer> {
  try {
    const response = await coming
    return { status: response.status, text: await response.text() }
  } catch {
    return { status: 0, text: '' }
  }
}

/** Headers of a GraphQL request. */
export function graphqlHeaders(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
}

export function ask(target: Target, query: string, variables: object = {}, key = target.key): Promise<Answer> {
  return post(target, '/graphql', JSON.stringify({ query, variables }), graphqlHeaders(key))
}

/** Calls `work` this number of times, some of them at once. */
export async function repeat(count: number, atOnce: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** A value from /metrics, which may be a second old: the sum over its labels. Undefined if no metric has this name. */
export async function metric(target: Target, name: string): Promise<number | undefined> {
  const { text } = await get(target, '/metrics')
  const values = [...text.matchAll(/^(\w+)(?:\{[^}]*\})? (\S+)$/gm)].filter(([, found]) => found === name)
  return values.length === 0 ? undefined : values.reduce((sum, [, , value]) => sum + Number(value), 0)
}
