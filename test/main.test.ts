import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { isRunning } from '../src/supervisor/process-identity.ts'
import { launchPerennial, type Perennial, startPerennial } from './support/programs/processes.ts'

const run = promisify(execFile)
let perennial: Perennial | undefined

afterEach(async () => {
  await perennial?.cleanUp()
  perennial = undefined
})

test('the whole program starts, the first step of its banner works as printed, and it stops', async () => {
  perennial = await startPerennial({ isFirstStart: true })
  expect((await fetch(`${perennial.url}/readyz`)).status).toBe(200)
  expect((await fetch(`${perennial.sandboxUrl}/control/ledger`)).status).toBe(200)
  const [command] = /curl -s .*\n.*\n.*'\{.*\}'/.exec(perennial.output()) ?? []
  const { stdout } = await run('sh', ['-c', command ?? 'false'])
  expect(JSON.parse(stdout)).toEqual({
    data: { consumerCreate: { consumer: { id: expect.stringMatching(/^con_/) }, eventCursor: expect.any(String) } },
    extensions: { cost: { requested: 5, limit: 500_000 } },
  })
  expect(await perennial.stop('SIGINT')).toBe(0)
})

test('a database that cannot be reached is one sentence without its password', async () => {
  const env = { DATABASE_URL: 'postgresql://me:hidden@127.0.0.1:1/none', LOG_LEVEL: 'silent' }
  perennial = (await launchPerennial({ env })).perennial
  expect(await perennial.exited).toBe(1)
  expect(perennial.output()).toBe(
    'The database "none" at 127.0.0.1:1 could not be reached: connect ECONNREFUSED 127.0.0.1:1.\n',
  )
})

test('npm start: a signal to npm alone stops everything, and npm exits with 0', async () => {
  perennial = await startPerennial({ command: ['npm', 'start'] })
  const supervisor = JSON.parse(await readFile(path.join(perennial.dataDir, 'supervisor.lock'), 'utf8')).pid
  expect(supervisor).not.toBe(perennial.supervisorPid)
  expect(await perennial.stop('SIGTERM')).toBe(0)
  expect(isRunning(supervisor)).toBe(false)
  await expect(fetch(perennial.url)).rejects.toThrow('fetch failed')
})
