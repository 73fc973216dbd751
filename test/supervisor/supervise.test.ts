import { access, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readPostmaster, runningPostmaster } from '../../src/supervisor/postgres/postmaster.ts'
import { isRunning } from '../../src/supervisor/process-identity.ts'
import { full } from '../support/full.ts'
import type { Perennial } from '../support/programs/processes.ts'
import { askGateway, askSandbox, launchStandIn, startStandIn } from './stand-in/start.ts'

let perennial: Perennial | undefined

afterEach(async () => {
  await perennial?.cleanUp()
  perennial = undefined
})

function clusterOf({ dataDir }: Perennial): string {
  return path.join(dataDir, 'postgres')
}

test('starts everything, prints its addresses, and stops it in order', async () => {
  perennial = await startStandIn({ isFirstStart: true })
  const gateway = await askGateway(perennial)
  const sandbox = await askSandbox(perennial)
  const postgres = await readPostmaster(clusterOf(perennial))
  const banner = perennial.output()
  for (const part of [
    `${perennial.url}/graphql`,
    `${perennial.url}/webhooks/ppro, ${perennial.url}/webhooks/aps`,
    `${perennial.sandboxUrl}/control/ledger`,
    `postgresql://postgres@127.0.0.1:${postgres?.port}/perennial (embedded)`,
    'sk_test_sandbox',
    'consumerCreate',
  ]) {
    expect(banner).toContain(part)
  }
  expect(banner).not.toContain((await readFile(path.join(perennial.dataDir, 'postgres-password'), 'utf8')).trim())
  expect(banner).toContain('an ordinary line')
  expect(banner).not.toContain('"listening"')

  expect(await perennial.stop('SIGINT')).toBe(0)
  expect(perennial.output().slice(banner.length)).toBe('gateway stops: SIGTERM\nsandbox stops: SIGTERM\n')
  expect([gateway.pid, sandbox.pid, postgres?.pid ?? 0].map(isRunning)).toEqual([false, false, false])
  expect(await readdir(path.join(perennial.dataDir, 'processes'))).toEqual([])
  expect((await readdir(perennial.dataDir)).sort()).toEqual([
    'postgres',
    'postgres-password',
    'postgres.log',
    'processes',
  ])
  expect(await readFile(path.join(perennial.dataDir, 'postgres.log'), 'utf8')).toContain(
    'received fast shutdown request',
  )
})

test('the simulators get their own settings and nothing of the database', async () => {
  perennial = await startStandIn({
    env: { ENCRYPTION_KEY: '00'.repeat(32), PUBLIC_URL: 'https://pay.example.test' },
  })
  const { environment } = await askSandbox(perennial)
  const { NODE_CHANNEL_FD: _, NODE_CHANNEL_SERIALIZATION_MODE: __, ...own } = environment
  expect(own).toEqual({
    PATH: process.env['PATH'],
    DATA_DIR: perennial.dataDir,
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_PORT: new URL(perennial.sandboxUrl).port,
    SANDBOX_PPRO_API_KEY: 'key_sandbox_perennial',
    SANDBOX_PPRO_MERCHANT_ID: 'merch_perennialsandbox0001',
    SANDBOX_PPRO_WEBHOOK_SECRET: 'ppro-sandbox-webhook-secret',
    SANDBOX_PPRO_WEBHOOK_URL: 'https://pay.example.test/webhooks/ppro',
    SANDBOX_APS_ACCESS_CODE: 'perennialaccess00001',
    SANDBOX_APS_MERCHANT_IDENTIFIER: 'perennialsb',
    SANDBOX_APS_SHA_REQUEST_PHRASE: 'aps-sandbox-request-phrase',
    SANDBOX_APS_SHA_RESPONSE_PHRASE: 'aps-sandbox-response-phrase',
    SANDBOX_APS_SHA_TYPE: 'SHA-256',
    SANDBOX_APS_WEBHOOK_URL: 'https://pay.example.test/webhooks/aps',
  })
})

test('a second start finds the data of the first', async () => {
  perennial = await startStandIn({ isFirstStart: true })
  expect((await askGateway(perennial)).starts).toBe(1)
  await perennial.stop()
  perennial = await startStandIn({ dataDir: perennial.dataDir })
  expect((await askGateway(perennial)).starts).toBe(2)
  expect(await perennial.stop()).toBe(0)
})

test('without a simulated provider there are no simulators', async () => {
  perennial = await startStandIn({
    env: {
      PPRO_BASE_URL: 'https://api.example.test',
      PPRO_API_KEY: 'secret-key',
      PPRO_MERCHANT_ID: 'merchant',
      PPRO_WEBHOOK_SECRET: 'secret-hook',
      PPRO_MODE: 'live',
    },
  })
  expect((await askGateway(perennial)).starts).toBe(1)
  await expect(fetch(perennial.sandboxUrl)).rejects.toThrow('fetch failed')
  expect(perennial.output()).not.toMatch(/simulator|Sandbox|secret|Try first/)
})

test('a Ctrl-C that npm also passes on counts once, and the gateway drains', async () => {
  perennial = await startStandIn({ env: { STAND_IN_DRAIN_MS: '400' } })
  process.kill(perennial.supervisorPid, 'SIGINT')
  process.kill(perennial.supervisorPid, 'SIGINT')
  const code = await perennial.stop('SIGINT')
  expect(code).toBe(0)
  expect(perennial.output()).toMatch(/gateway stops: SIGTERM\nsandbox stops: SIGTERM\n$/)
})

test('a second Ctrl-C ends everything at once', async () => {
  perennial = await startStandIn({ env: { STAND_IN_DRAIN_MS: '600000' } })
  const { pid } = await askGateway(perennial)
  const stopped = perennial.stop('SIGINT')
  const { output, supervisorPid } = perennial
  await expect.poll(output).toContain('gateway stops: SIGTERM')
  const again = setInterval(() => process.kill(supervisorPid, 'SIGINT'), 100)
  expect(await stopped.finally(() => clearInterval(again))).toBe(0)
  expect(isRunning(pid)).toBe(false)
  expect(await runningPostmaster(clusterOf(perennial))).toBeUndefined()
})

test('stopped while it starts, it leaves nothing running', async () => {
  const launched = await launchStandIn({ isFirstStart: true })
  perennial = launched.perennial
  const { dataDir } = perennial
  // The password is written just before the database is created.
  await expect.poll(() => access(path.join(dataDir, 'postgres-password')).then(() => 'there')).toBe('there')
  expect(await perennial.stop()).toBe(0)
  expect(await launched.ready).toBe(false)
  expect(await runningPostmaster(clusterOf(perennial))).toBeUndefined()
  perennial = await startStandIn({ dataDir })
  expect((await askGateway(perennial)).starts).toBe(1)
})

test.skipIf(!full)('a gateway that does not end is killed after its time to drain', async () => {
  perennial = await startStandIn({ env: { STAND_IN_DRAIN_MS: '600000' } })
  const { pid } = await askGateway(perennial)
  expect(await perennial.stop()).toBe(0)
  expect(isRunning(pid)).toBe(false)
})
