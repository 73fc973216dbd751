import type { ViewerQuery } from '../generated/graphql.ts'
import { AttentionCountDocument, ClockDocument, ViewerDocument } from '../generated/graphql.ts'
import { api, SESSION_HEADER } from './api.ts'
import { setClock } from './clock.ts'

/** Who is signed in, and where. */
export interface Session {
  readonly viewer: ViewerQuery['viewer']
  /** True in sandbox mode, where the clock can be moved. */
  readonly simulated: boolean
}

let current: Promise<Session> | undefined

/** The session, read once for each page load and sign-in. @throws PerennialError, UNAUTHENTICATED if there is none. */
export function session(): Promise<Session> {
  current ??= read().catch(error => {
    current = undefined
    throw error
  })
  return current
}

async function read(): Promise<Session> {
  const { viewer } = await api.request(ViewerDocument, {})
  if (!viewer.scopes.includes('read') && viewer.kind === 'MERCHANT') return { viewer, simulated: false }
  const { clock } = await api.request(ClockDocument, {})
  setClock(clock.now)
  return { viewer, simulated: clock.simulated }
}

/** How many entries the page "Needs attention" has. */
export async function attentionCount({ kind }: Session['viewer'], signal: AbortSignal): Promise<number> {
  if (kind !== 'MERCHANT') return 0
  const { needsAttention } = await api.request(AttentionCountDocument, {}, { signal })
  return needsAttention.reduce((sum, { count }) => sum + count, 0)
}

const SESSION_URL = '/console/session'

/** @param credential A secret key or a client token; it is kept by the gateway only. @throws Error with what to do. */
export async function signIn(credential: string): Promise<void> {
  const response = await fetch(SESSION_URL, {
    method: 'POST',
    headers: { ...SESSION_HEADER, 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  current = undefined
  if (response.ok) return
  const body: unknown = await response.json().catch(() => undefined)
  throw new Error(messageOf(body) ?? `The gateway answered with HTTP ${response.status}. Try again in a moment.`)
}

export async function signOut(): Promise<void> {
  await fetch(SESSION_URL, { method: 'DELETE', headers: SESSION_HEADER })
  current = undefined
}

function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return undefined
  const [first] = body.errors
  return typeof first?.message === 'string' ? first.message : undefined
}

/** What the sign-in page knows before. */
export interface Entrance {
  /** The sandbox's public key; null elsewhere. */
  readonly sandboxKey: string | null
}

export async function entrance(): Promise<Entrance> {
  const response = await fetch(SESSION_URL, { headers: SESSION_HEADER })
  return response.ok ? await response.json() : { sandboxKey: null }
}
