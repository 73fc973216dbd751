import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { reachOf } from '../../src/domain/access/client-grant.ts'
import type { Caller } from '../../src/operations/command/caller.ts'
import { caller, type SmallServer, startSmallServer } from '../http/support/small-server.ts'
import { createSource, type Source } from '../http/support/source.ts'
import { until } from '../support/until.ts'

/** Long enough for the shortest renewal: after two thirds of it, and at least a second before its end. */
const LIFE_MS = 1_500

let server: SmallServer
let client: Client
/** When each credential that was handed out ends, in real time. */
const endsAt = new Map<string, number>()
let sources: Source<{ readonly eventCursor: string }>[]
let afters: (string | null | undefined)[]
let handedOut = 0
let refuseNext: () => Promise<void>

const callerOf = (credential: string): Caller | undefined => {
  const end = endsAt.get(credential)
  if (end === undefined || end <= Date.now()) return undefined
  const named = { consumerId: null, agreementId: null, chargeId: 'chg_1' }
  const reach = reachOf({ consumer: null, agreement: null, charge: null })
  return { ...caller, grant: { tokenId: credential, expiresAt: new Date(end), ...named, reach } }
}
const authorization = async () => {
  await refuseNext()
  handedOut += 1
  const credential = `token-${handedOut}`
  endsAt.set(credential, Date.now() + LIFE_MS)
  return credential
}

beforeEach(async () => {
  handedOut = 0
  endsAt.clear()
  sources = []
  afters = []
  refuseNext = async () => {}
  server = await startSmallServer({
    sdl: 'type Query { ok: Int } type Subscription { ticks(after: String): Tick! } type Tick { eventCursor: String! }',
    resolvers: {
      Subscription: {
        ticks: (_root, { after }: { after?: string | null }) => {
          afters.push(after)
          const source = createSource<{ eventCursor: string }>()
          sources.push(source)
          return source
        },
      },
    },
    credentialRecheckMs: 20,
    ports: { authenticate: async credential => callerOf(credential) },
  })
  client = createClient({ url: server.graphqlUrl, authorization })
})
afterEach(async () => {
  await client.close()
  await server.stop()
})

const follow = (of: Client) => {
  const cursors: string[] = []
  const reasons: string[] = []
  const onReconnect = ({ reason }: { reason: string }) => void reasons.push(reason)
  const events = of.watch('subscription ($after: String) { ticks(after: $after) { eventCursor } }', {}, { onReconnect })
  const ended = (async () => {
    for await (const { eventCursor } of events as AsyncIterable<{ eventCursor: string }>) cursors.push(eventCursor)
  })()
  ended.catch(() => {})
  return { cursors, reasons, ended }
}
const emit = async (index: number, eventCursor: string) => {
  await until(`subscription ${index}`, () => sources.length > index)
  sources[index]?.emit({ eventCursor })
}

test('a token is renewed on the open connection before it expires, again and again', async () => {
  const { cursors, reasons } = follow(client)
  await emit(0, 'c1')
  await until('two renewals', () => handedOut >= 3)
  await until('the first two tokens to expire', () => (endsAt.get('token-2') ?? 0) < Date.now())
  await emit(0, 'c2')
  await until('the second event', () => cursors.length === 2)
  expect({ cursors, reasons, subscriptions: afters.length }).toEqual({
    cursors: ['c1', 'c2'],
    reasons: [],
    subscriptions: 1,
  })
})

test('a token that could not be renewed in time costs a reconnect, which resumes by cursor', async () => {
  const { cursors, reasons } = follow(client)
  await emit(0, 'c1')
  await until('the first event', () => cursors.length === 1)
  refuseNext = async () => {
    throw new Error('the backend is away')
  }
  await until('the connection to end', () => reasons.length > 0)
  refuseNext = async () => {}
  await emit(1, 'c2')
  await until('the second event', () => cursors.length === 2)
  expect(reasons[0]).toBe('closed: 4499 the credential expired')
  expect(afters).toEqual([undefined, 'c1'])
})

test('a token that is given as text cannot be renewed: the watch ends when it does', async () => {
  const fixed = createClient({ url: server.graphqlUrl, authorization: await authorization() })
  await expect(follow(fixed).ended).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await fixed.close()
})

test('a function that keeps returning an expired token ends the watch', async () => {
  const token = await authorization()
  const stale = createClient({ url: server.graphqlUrl, authorization: async () => token })
  await expect(follow(stale).ended).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await stale.close()
})
