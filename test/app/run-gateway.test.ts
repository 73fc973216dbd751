import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { reservePort } from '../support/programs/ports.ts'
import { type GatewayProcess, makeFolder, runGateway } from './support/gateway-process.ts'

let database: TestDatabase
let folder: Awaited<ReturnType<typeof makeFolder>>
let running: GatewayProcess | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await makeFolder()
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
})
afterAll(async () => {
  await folder.remove()
  await database.drop()
})

const run = async (env: Readonly<Record<string, string>> = {}, ...words: readonly string[]) => {
  const PORT = String(await reservePort())
  running = await runGateway(
    { PORT, SANDBOX: 'on', DATABASE_URL: database.url, DATA_DIR: folder.path, ...env },
    ...words,
  )
  return running
}

const viewer = async (url: string, key: string) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { merchantName mode } }' }),
  })
  return [response.status, ((await response.json()) as { data?: { viewer: unknown } }).data?.viewer]
}

describe('a start', () => {
  test('logs its address once it can serve', async () => {
    const { url } = await run()
    const response = await fetch(`${url}/readyz`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }])
    expect(await viewer(url, 'sk_test_sandbox')).toEqual([200, { merchantName: 'Sandbox', mode: 'TEST' }])
  })

  test('with another sandbox key revokes the old key, and outside the sandbox no sandbox key is valid', async () => {
    const second = await run({ SANDBOX_API_KEY: 'sk_test_second' })
    expect(await viewer(second.url, 'sk_test_second')).toEqual([200, { merchantName: 'Sandbox', mode: 'TEST' }])
    expect(await viewer(second.url, 'sk_test_sandbox')).toEqual([401, undefined])
    expect(await second.stop()).toBe(0)
    const outside = await run({ SANDBOX: 'off' })
    expect(await viewer(outside.url, 'sk_test_second')).toEqual([401, undefined])
    expect(await outside.stop()).toBe(0)
    expect(await viewer((await run()).url, 'sk_test_sandbox')).toEqual([200, { merchantName: 'Sandbox', mode: 'TEST' }])
  })

  test('keeps the log’s epoch', async () => {
    const epoch = async () => (await database.pool.query('SELECT log_epoch FROM installation')).rows
    const before = await epoch()
    expect(before).toHaveLength(1)
    await run()
    expect(await epoch()).toEqual(before)
  })
})

test('--role wins over ROLE', async () => {
  const { url } = await run({ ROLE: 'api' }, '--role', 'worker')
  expect((await fetch(`${url}/graphql`)).status).toBe(404)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})

describe('a start that fails gives the reason in one sentence and exits with 1', () => {
  const refusal = async (env: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    const gateway = await run(env, ...words)
    return [await gateway.exited, gateway.output()]
  }

  test('another master key than the data was encrypted with', async () => {
    const installation = async () => (await database.pool.query('SELECT * FROM installation')).rows
    const before = await installation()
    const output =
      'The database was encrypted with another master key: set the ENCRYPTION_KEY, or restore the DATA_DIR, that belongs to this database. ' +
      'During a rotation, add the former key to ENCRYPTION_KEY_PREVIOUS.\n'
    expect(await refusal({ ENCRYPTION_KEY: 'ab'.repeat(32) })).toEqual([1, output])
    expect(await installation()).toEqual(before)
  })

  test('a bad configuration, every problem by name', async () => {
    const output = 'PORT must be a whole number from 1 to 65535.\nSANDBOX must be on or off.\n'
    expect(await refusal({ PORT: 'secret-value', SANDBOX: 'maybe' })).toEqual([1, output])
  })

  test('an argument that it does not know', async () => {
    const [code, output] = await refusal({}, '--rule', 'api')
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('Usage: npm run start:gateway -- [--role api|worker|all]'),
    ])
  })

  test('no database', async () => {
    const output = 'DATABASE_URL is not set: set it to a PostgreSQL, or use "npm start", which starts one.\n'
    expect(await refusal({ DATABASE_URL: '' })).toEqual([1, output])
  })

  test('a database that cannot be reached, without its password', async () => {
    const port = await reservePort()
    const url = `postgresql://someone:hidden-password@127.0.0.1:${port}/nowhere`
    const output = `The database "nowhere" at 127.0.0.1:${port} could not be reached: connect ECONNREFUSED 127.0.0.1:${port}.\n`
    expect(await refusal({ DATABASE_URL: url })).toEqual([1, output])
  })

  test('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const sentence = `The gateway cannot listen on 127.0.0.1:${port}: another program listens there; check PORT and HOST.\n`
    expect(await refusal({ PORT: String(port) })).toEqual([1, sentence])
    await new Promise(resolve => other.close(resolve))
  })
})

describe('a stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('is graceful on %s: exit code 0', async signal => {
    const { child, exited } = await run()
    child.kill(signal)
    expect(await exited).toBe(0)
  })

  test('is graceful if the parent process is gone', async () => {
    const { child, exited } = await run()
    child.disconnect()
    expect(await exited).toBe(0)
  })

  test('closes every connection to the database', async () => {
    await (await run()).stop()
    const { rows } = await database.pool.query(
      `SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'perennial%'`,
    )
    expect(rows).toEqual([])
  })
})
