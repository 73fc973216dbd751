import { PerennialError } from '../error.ts'
import type { Answer } from './send.ts'
import { within } from './within.ts'

export interface HttpOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** The header's value; undefined for none. */
  readonly authorization: () => Promise<string | undefined>
}

interface PostOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** One try of a request. A PerennialError of `authorization` is thrown; any other failure is an unknown outcome. */
export async function post(body: string, http: HttpOptions, options: PostOptions): Promise<Answer> {
  try {
    return await within(options, async (signal): Promise<Answer> => {
      const authorization = await http.authorization()
      const headers = {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      }
      const { fetch } = http // called without a receiver, as browsers require
      return read(await fetch(http.url, { method: 'POST', headers, body, signal }))
    })
  } catch (lost) {
    if (lost instanceof PerennialError) throw lost
    return { lost }
  }
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  if (!/\bjson\b/.test(headers.get('content-type') ?? '')) return { status, headers, json: undefined } // a proxy's page
  try {
    return { status, headers, json: JSON.parse(text) }
  } catch {
    const message =
      `The JSON of the response is truncated or invalid (HTTP ${status}), so the outcome is unknown: ` +
      'send the same request again, a mutation with the same idempotencyKey.'
    return { lost: new PerennialError(message, 'UNKNOWN', { requestId: requestIdOf(headers) }) }
  }
}

export function requestIdOf(headers: Headers): string | undefined {
  return headers.get('x-request-id') ?? undefined
}
