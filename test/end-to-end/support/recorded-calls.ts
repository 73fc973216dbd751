import { connect } from '../../http/support/socket.ts'
import type { Perennial } from '../../support/programs/processes.ts'
import { callerAddress, personal, secrets } from './canaries.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Json = any

export type RecordedCalls = ReturnType<typeof recordedCalls>

/** Calls of a merchant's backend that keep what they sent and every message of a refusal. */
export function recordedCalls(perennial: Pick<Perennial, 'url' | 'graphqlUrl' | 'wsUrl'>) {
  const sent: string[] = []
  const refusals: string[] = []
  const headers = {
    'content-type': 'application/json',
    'user-agent': personal.callerAgent,
    'x-forwarded-for': callerAddress,
    cookie: `session=${secrets.cookie}`,
  }

  async function post(path: string, body: string, more: Readonly<Record<string, string>> = {}): Promise<Json> {
    const all = { ...headers, ...more }
    sent.push(JSON.stringify(all), body)
    const response = await fetch(`${perennial.url}${path}`, { method: 'POST', headers: all, body })
    const text = await response.text()
    if (!response.ok) refusals.push(text)
    return text.startsWith('{') ? JSON.parse(text) : { text }
  }

  async function ask(query: string, variables: object = {}, key = 'sk_test_sandbox'): Promise<Json> {
    const answer = await post('/graphql', JSON.stringify({ query, variables }), { authorization: `Bearer ${key}` })
    if (answer.errors) refusals.push(JSON.stringify(answer.errors))
    return answer.data
  }

  /** The payload, or the error, whose texts are kept. */
  async function mutate(name: string, input: object, selection: string): Promise<Json> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const result = await ask(
      `mutation ($input: ${type}Input!) { made: ${name}(input: $input) { ... on ${type}Payload { ${selection} }
        ... on UserError { code message } } }`,
      { input },
    )
    if (result?.made?.code !== undefined) refusals.push(JSON.stringify(result.made))
    return result?.made
  }

  /** The first message that a subscription gets. */
  async function subscribe(query: string, key: string): Promise<void> {
    sent.push(query, key)
    const socket = await connect(perennial.wsUrl, key).catch((error: unknown) => void refusals.push(String(error)))
    if (!socket) return
    socket.send({ type: 'subscribe', id: '1', payload: { query } })
    refusals.push(JSON.stringify(await socket.next()))
    await socket.close()
  }

  return { sent, refusals, post, ask, mutate, subscribe }
}
