import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config/read.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { reservePort } from '../support/programs/ports.ts'
import { makeFolder, runGateway } from './support/gateway-process.ts'

// There may be no Docker where this runs: the gateway is started with the environment that the two files give it.

const read = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8')

/** The ENV lines of the image's last stage. */
async function imageEnvironment(): Promise<Record<string, string>> {
  const stage = (await read('Dockerfile')).split(/^FROM /m).at(-1) ?? ''
  const pairs = [...stage.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' '))
  return Object.fromEntries(pairs.map(pair => pair.split('=') as [string, string]))
}

/** The gateway's `environment` in docker-compose.yml. */
async function composeEnvironment(): Promise<Record<string, string>> {
  const block = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(await read('docker-compose.yml'))?.[1] ?? ''
  const lines = block.split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('#'))
  return Object.fromEntries(
    lines.map(line => {
      const [, name = '', value = ''] = /^ {6}(\w+): (.*)$/.exec(line) ?? []
      return [name, value.replaceAll('"', '')]
    }),
  )
}

let database: TestDatabase
let folder: Awaited<ReturnType<typeof makeFolder>>
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await makeFolder()
})
afterAll(async () => {
  await folder.remove()
  await database.drop()
})

test('the image alone starts no sandbox: it says what production needs', async () => {
  const image = await imageEnvironment()
  expect(image).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', DATA_DIR: '/data' })
  const PORT = String(await reservePort())
  const gateway = await runGateway({ ...image, PORT, DATABASE_URL: database.url, DATA_DIR: folder.path })
  expect(await gateway.exited).toBe(1)
  expect(gateway.output().replaceAll(/ .*/g, '').trim().split('\n')).toEqual(['ENCRYPTION_KEY', 'PUBLIC_URL'])
  expect((await database.pool.query('SELECT * FROM merchants')).rows).toEqual([])
})

test('with what production needs it serves without a sandbox', async () => {
  const image = await imageEnvironment()
  const needed = {
    PUBLIC_URL: 'https://pay.example.test',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  const result = readConfig({ ...image, ...needed, DATABASE_URL: database.url })
  expect(result.ok && [result.config.production, result.config.sandbox, result.config.host]).toEqual([
    true,
    undefined,
    '0.0.0.0',
  ])
})

test('docker compose asks for its sandbox, for this machine only', async () => {
  const environment = { ...(await imageEnvironment()), ...(await composeEnvironment()) }
  expect(environment['SANDBOX']).toBe('on')
  const result = readConfig(environment)
  expect(result.ok && [result.config.production, result.config.sandbox?.apiKey]).toEqual([false, 'sk_test_sandbox'])
  const ports = [...(await read('docker-compose.yml')).matchAll(/^ {6}- "(.+):\d+:\d+"$/gm)].map(([, host]) => host)
  expect(ports).toEqual(['127.0.0.1', '127.0.0.1'])
  const PORT = String(await reservePort())
  const own = { PORT, DATABASE_URL: database.url, DATA_DIR: folder.path, HOST: '127.0.0.1' }
  const gateway = await runGateway({ ...environment, ...own })
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { merchantName } }' }),
  })
  expect(await response.json()).toMatchObject({ data: { viewer: { merchantName: 'Sandbox' } } })
  expect(await gateway.stop()).toBe(0)
})
