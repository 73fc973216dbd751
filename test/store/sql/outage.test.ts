import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type LookupFunction, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { databaseOn, LockedElsewhere, statement } from '../../../src/store/sql/database.ts'
import { isDatabaseOutage } from '../../../src/store/sql/outage.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.drop())

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const one = statement<{ one: number }>('outage-one', 'SELECT 1 AS one')
const sleep = statement<never>('outage-sleep', 'SELECT pg_sleep(20)')
const ownPid = statement<{ pid: number }>('outage-pid', 'SELECT pg_backend_pid() AS pid')
const endSession = 'SELECT pg_terminate_backend($1)'

/** One connection. */
function open(options: pg.PoolConfig = {}) {
  const pool = new pg.Pool({ connectionString: testDatabase.url, max: 1, ...options })
  pool.on('error', () => {}).on('connect', client => client.on('error', () => {}))
  closing.push(() => pool.end())
  return databaseOn(pool)
}

/** A server with a handler for its connections. */
async function startServer(serve: (socket: Socket) => void): Promise<{ url: string; port: number; server: Server }> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => {}))
    serve(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `postgresql://nobody:none@127.0.0.1:${port}/none`, port, server }
}

async function startClosed(): Promise<{ url: string; port: number }> {
  const closed = await startServer(() => {})
  closed.server.close()
  await once(closed.server, 'close')
  return closed
}

interface Failing {
  readonly what: string
  readonly says: string | RegExp
  readonly fail: () => Promise<unknown>
}

test.each<Failing>([
  {
    what: 'a refused connection',
    says: /^connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
    fail: async () => open({ connectionString: (await startClosed()).url }).row(one),
  },
  {
    what: 'a name with two addresses that both refuse',
    says: '',
    async fail() {
      const lookup = ((_name, _options, found) =>
        found(
          null,
          ['127.0.0.1', '127.0.0.2'].map(address => ({ address, family: 4 })),
        )) as LookupFunction
      const { port } = await startClosed()
      await once(connect({ host: 'two.invalid', port, lookup, autoSelectFamily: true }), 'connect')
    },
  },
  {
    what: 'a name that does not resolve',
    says: /^getaddrinfo (ENOTFOUND|EAI_AGAIN) nobody\.invalid$/,
    fail: () => open({ connectionString: 'postgresql://nobody:none@nobody.invalid/none' }).row(one),
  },
  {
    what: 'a connection cut while it is opened',
    says: 'Connection terminated unexpectedly',
    fail: async () => open({ connectionString: (await startServer(socket => socket.end())).url }).row(one),
  },
  {
    what: 'a server that does not answer',
    says: 'Connection terminated due to connection timeout',
    fail: async () =>
      open({ connectionString: (await startServer(() => {})).url, connectionTimeoutMillis: 20 }).row(one),
  },
  {
    what: 'a pool whose connections are all in use',
    says: 'timeout exceeded when trying to connect',
    async fail() {
      const database = open({ connectionTimeoutMillis: 300 })
      await database.transaction(() => database.row(one))
    },
  },
  {
    what: 'a statement whose answer does not come',
    says: 'Query read timeout',
    fail: () => open({ query_timeout: 20, pipeline: true }).row(sleep),
  },
  {
    what: 'a session that is ended during a statement',
    says: 'terminating connection due to administrator command',
    async fail() {
      const database = open()
      const own = await database.row(ownPid)
      const [slept] = await Promise.allSettled([database.row(sleep), testDatabase.pool.query(endSession, [own?.pid])])
      if (slept.status === 'rejected') throw slept.reason
    },
  },
  {
    what: 'a session that was ended since the last statement',
    says: 'Client has encountered a connection error and is not queryable',
    async fail() {
      const database = open()
      const connected = once(database.pool, 'connect') as Promise<[pg.Client]>
      await database.transaction(async sql => {
        const own = await sql.row(ownPid)
        const [client] = await connected
        const ended = new Promise<void>(resolve => client.once('end', resolve))
        await Promise.all([ended, testDatabase.pool.query(endSession, [own?.pid])])
        await sql.row(one)
      })
    },
  },
])('an outage: $what', async ({ says, fail }) => {
  const error = await fail().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toEqual(says instanceof RegExp ? expect.stringMatching(says) : says)
  expect(isDatabaseOutage(error)).toBe(true)
})

test.each(['57P02', '57P03', '53300', '25006', '08006'])(
  'an outage: an error of PostgreSQL with code %s',
  async state => {
    const raise = `DO $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '${state}'; END $$`
    const error = await open()
      .row(statement(`outage-raise-${state}`, raise))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: 'away', code: state })
    expect(isDatabaseOutage(error)).toBe(true)
  },
)

test.each<Failing>([
  {
    what: 'a statement that takes too long',
    says: 'canceling statement due to statement timeout',
    fail: () => open({ statement_timeout: 20 }).row(sleep),
  },
  {
    what: 'a statement that is wrong',
    says: 'syntax error at or near "NONSENSE"',
    fail: () => open().row(statement('outage-nonsense', 'NONSENSE')),
  },
  {
    what: 'a row that breaks a constraint',
    says: /violates not-null constraint/,
    fail: () => open().row(statement('outage-null', 'INSERT INTO merchants (id) VALUES (NULL)')),
  },
  { what: 'a lock that another session has', says: '', fail: () => Promise.reject(new LockedElsewhere()) },
  { what: 'a missing file', says: /^ENOENT/, fail: () => readFile('/nonexistent') },
  { what: 'a defect', says: 'x is not a function', fail: () => Promise.reject(new TypeError('x is not a function')) },
])('not an outage: $what', async ({ says, fail }) => {
  const error = await fail().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toEqual(says instanceof RegExp ? expect.stringMatching(says) : says)
  expect(isDatabaseOutage(error)).toBe(false)
})

test('not an outage: what is not an error', () => {
  expect([undefined, null, '57P01', { code: 'ECONNREFUSED' }].map(isDatabaseOutage)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
