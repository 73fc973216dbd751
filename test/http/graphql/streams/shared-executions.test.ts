import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClientGrant } from '../../../../src/domain/access/client-grant.ts'
import { createSharedExecutions } from '../../../../src/http/graphql/streams/shared-executions.ts'
import type { Caller } from '../../../../src/operations/command/caller.ts'
import { eventually, until } from '../../../support/until.ts'
import { caller, type SmallServer, startSmallServer } from '../../support/small-server.ts'
import { connect, type TestSocket } from '../../support/socket.ts'
import { createSource, type Source } from '../../support/source.ts'

type Tick = { readonly at: number }

/** Who executed the selection on an event, as the resolvers saw it. */
let executedBy: Caller[]
let failing: boolean
let callers: Map<string, Caller>
let sources: Source<Tick>[]
let sockets: TestSocket[]
let server: SmallServer

const TICK = 'subscription ($from: Int, $with: Int) { tick(from: $from) { at(with: $with) } }'

beforeEach(async () => {
  executedBy = []
  failing = false
  callers = new Map()
  sources = []
  sockets = []
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Tick { at(with: Int): Int! } type Subscription { tick(from: Int): Tick! }',
    resolvers: {
      Tick: {
        at(tick: unknown, _args: unknown, context: { readonly caller: Caller }) {
          executedBy.push(context.caller)
          if (failing) throw new Error('a defect')
          return (tick as Tick).at
        },
      },
      Subscription: {
        tick: () => {
          const source = createSource<Tick>()
          sources.push(source)
          return source
        },
      },
    },
    ports: { authenticate: async credential => callers.get(credential) },
    credentialRecheckMs: 5,
  })
})
afterEach(async () => {
  for (const { raw } of sockets) raw.terminate()
  await server.stop()
})

interface Subscriber {
  readonly as?: Partial<Caller>
  readonly query?: string
  readonly variables?: object
  readonly operationName?: string
}

/** Subscribes, each on a socket with a credential of its own. */
async function subscribe(...subscribers: readonly Subscriber[]): Promise<void> {
  for (const { as, query = TICK, ...payload } of subscribers) {
    const number = callers.size
    callers.set(`sk_${number}`, { ...caller, actor: `key_${number}`, scopes: ['read'], ...as })
    const socket = await connect(server.wsUrl, `sk_${number}`)
    sockets.push(socket)
    socket.send({ type: 'subscribe', id: `op-${number}`, payload: { query, ...payload } })
    await until('the subscription is open', () => sources.length === sockets.length)
  }
}

/** What each subscriber receives of one event, which all of them get. */
function emit(at: number): Promise<Record<string, unknown>[]> {
  const event = { at }
  for (const source of sources) source.emit(event)
  return Promise.all(sockets.map(socket => socket.next()))
}

/** The number of executions of one event for these subscribers. */
async function executions(...subscribers: readonly Subscriber[]): Promise<number> {
  await subscribe(...subscribers)
  const results = await emit(7)
  for (const { payload } of results) expect(payload).toEqual({ data: expect.anything() })
  return executedBy.length
}

const grantOf = (charge: string, tokenId: string, agreement = 'agr_1'): ClientGrant => ({
  tokenId,
  expiresAt: new Date('2030-01-01'),
  consumerId: null,
  agreementId: null,
  chargeId: charge,
  reach: {
    consumers: [],
    agreements: [],
    charges: [charge],
    parents: { consumers: ['con_1'], agreements: [agreement], schedules: [], occurrences: [] },
  },
})
const token = (charge: string, tokenId: string, agreement?: string): Subscriber => ({
  as: { scopes: [], actor: tokenId, grant: grantOf(charge, tokenId, agreement) },
})

describe('subscribers of one audience', () => {
  test('get the result of one execution, each under the id of its own operation', async () => {
    await subscribe({}, {}, {})
    expect(await emit(7)).toEqual(
      ['op-0', 'op-1', 'op-2'].map(id => ({ type: 'next', id, payload: { data: { tick: { at: 7 } } } })),
    )
    expect(await emit(8)).toEqual(
      ['op-0', 'op-1', 'op-2'].map(id => ({ type: 'next', id, payload: { data: { tick: { at: 8 } } } })),
    )
    expect(executedBy).toHaveLength(2)
  })

  test('the execution knows neither their keys nor their tokens', async () => {
    expect(await executions({}, {}, token('chg_1', 'ct_1'), token('chg_1', 'ct_2'))).toBe(2)
    expect(executedBy.map(({ actor, address, grant }) => [actor, address, grant?.tokenId])).toEqual([
      ['shared', undefined, undefined],
      ['shared', undefined, 'shared'],
    ])
  })

  test('two orders of the same scopes are one audience', async () => {
    expect(await executions({ as: { scopes: ['read', 'charge'] } }, { as: { scopes: ['charge', 'read'] } })).toBe(1)
  })

  test('a variable that only chooses events can differ', async () => {
    expect(await executions({ variables: { from: 1, with: 3 } }, { variables: { from: 2, with: 3 } })).toBe(1)
  })
})

describe('an execution is not shared', () => {
  const theirs: Record<string, readonly [Subscriber, Subscriber]> = {
    'with another merchant': [{}, { as: { tenant: { merchantId: 'mer_other', mode: 'TEST' } } }],
    'with the other mode': [{}, { as: { tenant: { ...caller.tenant, mode: 'LIVE' } } }],
    'with other scopes': [{}, { as: { scopes: ['read', 'refund'] } }],
    'between a key and a client token': [{ as: { scopes: [] } }, token('chg_1', 'ct_1')],
    'with a token for another object': [token('chg_1', 'ct_1'), token('chg_2', 'ct_2')],
    'with a token that reaches other parents': [token('chg_1', 'ct_1'), token('chg_1', 'ct_2', 'agr_2')],
    'with another operator': [{ as: { scopes: ['read', 'operator'] } }, { as: { scopes: ['read', 'operator'] } }],
    'with another document': [{}, { query: `${TICK} # another` }],
    'with another operation of the document': ['A', 'B'].map(operationName => ({
      query: 'subscription A { tick { at } } subscription B { tick { then: at } }',
      operationName,
    })) as [Subscriber, Subscriber],
    'with another variable below the root': [{ variables: { with: 1 } }, { variables: { with: 2 } }],
    'with null in place of an absent variable': [{}, { variables: { with: null } }],
    'with another condition': [true, false].map(skipped => ({
      query: 'subscription ($skipped: Boolean!) { tick { at same: at @skip(if: $skipped) } }',
      variables: { skipped },
    })) as [Subscriber, Subscriber],
    'with another variable in a fragment': [1, 2].map(number => ({
      query: 'subscription ($with: Int) { ...Root } fragment Root on Subscription { tick { at(with: $with) } }',
      variables: { with: number },
    })) as [Subscriber, Subscriber],
  }
  test.each(Object.entries(theirs))('%s', async (name, [one, other]) => {
    expect(await executions(one, other)).toBe(name === 'with another condition' ? 3 : 2)
  })

  test('an operator’s execution has the operator’s own key and address, for the audit log', async () => {
    await executions({ as: { scopes: ['read', 'operator'] } })
    expect(executedBy.map(({ actor, address }) => [actor, address])).toEqual([['key_0', '127.0.0.1']])
  })

  test('after a key has got a scope', async () => {
    await subscribe({}, {})
    await emit(1)
    const more: Caller = { ...(callers.get('sk_1') as Caller), scopes: ['read', 'refund'] }
    callers.set('sk_1', more)
    await eventually(async () => {
      const before = executedBy.length
      await emit(2)
      expect(executedBy.slice(before).map(({ scopes }) => scopes)).toEqual([['read'], ['read', 'refund']])
    })
  })

  test('if it failed: each has its own, and the id of its own request', async () => {
    await subscribe({}, {})
    failing = true
    const failed = await emit(1)
    const ids = failed.map(({ payload }) => (payload as { errors: { extensions: object }[] }).errors[0]?.extensions)
    expect(ids).toEqual(Array(2).fill({ code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) }))
    expect(new Set(ids.map(extensions => JSON.stringify(extensions))).size).toBe(2)
    expect(executedBy).toHaveLength(2)
  })
})

test('a subscriber whose credential was revoked gets no result of another one’s execution', async () => {
  await subscribe({}, {})
  await emit(1)
  callers.delete('sk_1')
  expect((await sockets[1]?.closed)?.code).toBe(4403)
  const event = { at: 2 }
  for (const source of sources) source.emit(event)
  expect(await sockets[0]?.next()).toMatchObject({ payload: { data: { tick: { at: 2 } } } })
  await expect(sockets[1]?.next()).rejects.toThrow('the socket is closed')
})

describe('what is kept', () => {
  const result = (value: number) => async () => ({ data: { value } })
  const never = async () => {
    throw new Error('must not be executed')
  }
  const [first, second] = [{}, {}]

  test('a subscription never takes a result that is older than its last one', async () => {
    const shared = createSharedExecutions({ sizeOf: () => 1 })
    const [fast, slow, slower] = [shared.of('s'), shared.of('s'), shared.of('s')]
    await fast(second, 'v', result(1))
    await slow(first, 'v', result(2)) // executed after the later event's
    expect(await slow(second, 'v', result(3))).toEqual({ data: { value: 3 } })
    expect(await slower(first, 'v', never)).toEqual({ data: { value: 2 } })
    expect(await slower(second, 'v', never)).toEqual({ data: { value: 3 } })
  })

  test('results are forgotten after a while, and earlier if they are large', async () => {
    const brief = createSharedExecutions({ sizeOf: () => 1, keepMs: 1 })
    await brief.of('s')(first, 'v', result(1))
    await eventually(async () => expect(await brief.of('s')(first, 'v', result(2))).toEqual({ data: { value: 2 } }))
    const large = createSharedExecutions({ sizeOf: () => 10, keepBytes: 15 })
    for (const event of [first, second, {}, {}]) await large.of('s')(event, 'v', result(1))
    expect(await large.of('s')(first, 'v', result(2))).toEqual({ data: { value: 2 } })
  })
})
