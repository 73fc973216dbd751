import { readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Perennial } from '../support/programs/processes.ts'
import { askGateway, refusedStandIn, startStandIn } from './stand-in/start.ts'

const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

function kept(perennial: Perennial): Perennial {
  cleanUps.push(() => perennial.cleanUp())
  return perennial
}

async function takePort(): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => new Promise(resolve => server.close(() => resolve())))
  return (server.address() as { port: number }).port
}

test.each(['PORT', 'SANDBOX_PORT'])('%s is in use: one sentence, and nothing is started', async variable => {
  const port = await takePort()
  const { perennial, code } = await refusedStandIn({ isFirstStart: true, env: { [variable]: String(port) } })
  kept(perennial)
  expect(code).toBe(1)
  expect(perennial.output()).toBe(
    `Port ${port} on 127.0.0.1 is in use by another program: stop that program, or set ${variable} to a free port.\n`,
  )
  expect(await readdir(perennial.dataDir)).toEqual([])
})

test('bad configuration: every problem by name, and nothing is started', async () => {
  const { perennial, code } = await refusedStandIn({
    isFirstStart: true,
    env: { LOG_LEVEL: 'hidden', PPRO_API_KEY: 'hidden' },
  })
  kept(perennial)
  expect(code).toBe(1)
  expect(perennial.output()).toBe(
    [
      'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent.\n',
      'PPRO_BASE_URL is missing, while PPRO_API_KEY is set.\n',
      'PPRO_MERCHANT_ID is missing, while PPRO_API_KEY is set.\n',
      'PPRO_WEBHOOK_SECRET is missing, while PPRO_API_KEY is set.\n',
    ].join(''),
  )
  expect(await readdir(perennial.dataDir)).toEqual([])
})

test('a database that cannot be reached: the sentence of the gateway, and everything is stopped', async () => {
  const { perennial, code } = await refusedStandIn({
    isFirstStart: true,
    env: { DATABASE_URL: 'postgresql://me:hidden@127.0.0.1:1/none' },
  })
  kept(perennial)
  expect(code).toBe(1)
  expect(perennial.output().replace('sandbox stops: SIGTERM\n', '')).toBe(
    'The database could not be reached: connect ECONNREFUSED 127.0.0.1:1.\n',
  )
  await expect(fetch(perennial.sandboxUrl)).rejects.toThrow('fetch failed')
  expect(await readdir(perennial.dataDir)).toEqual(['processes'])
})

test('a gateway that refuses to start gives the reason, once, and is not started again', async () => {
  const { perennial, code } = await refusedStandIn({ env: { STAND_IN_PROBLEM: 'Migration 1 failed: no.' } })
  kept(perennial)
  expect(code).toBe(1)
  expect(perennial.output().replace('sandbox stops: SIGTERM\n', '')).toBe('Migration 1 failed: no.\n')
})

test('a DATA_DIR that is in use: one sentence, and the first one continues', async () => {
  const first = kept(await startStandIn())
  const { perennial, code } = await refusedStandIn({ dataDir: first.dataDir })
  expect(code).toBe(1)
  expect(perennial.output()).toBe(
    `Perennial is already running on ${first.dataDir} (process ${first.supervisorPid}): stop that process, or set DATA_DIR to another folder.\n`,
  )
  expect((await askGateway(first)).starts).toBe(1)
  expect(await first.stop()).toBe(0)
})

test('a DATA_DIR that cannot be created: one sentence', async () => {
  const { perennial, code } = await refusedStandIn({ env: { DATA_DIR: '/dev/null/data' } })
  kept(perennial)
  expect(code).toBe(1)
  expect(perennial.output()).toBe(
    'DATA_DIR /dev/null/data is not writable (ENOTDIR): set DATA_DIR to another folder.\n',
  )
})
