import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readPostmaster, runningPostmaster } from '../../src/supervisor/postgres/postmaster.ts'
import { isRunning } from '../../src/supervisor/process-identity.ts'
import type { Perennial } from '../support/programs/processes.ts'
import { askGateway, askSandbox, startStandIn } from './stand-in/start.ts'

let perennial: Perennial | undefined
let stranger: ChildProcess | undefined

afterEach(async () => {
  await perennial?.cleanUp()
  stranger?.kill('SIGKILL')
  perennial = stranger = undefined
})

function startStranger(): number {
  stranger = spawn('sleep', ['600'])
  return stranger.pid ?? 0
}

const portsOf = (started: Perennial) => ({
  PORT: new URL(started.url).port,
  SANDBOX_PORT: new URL(started.sandboxUrl).port,
})

async function postgresPid(started: Perennial): Promise<number> {
  return (await readPostmaster(path.join(started.dataDir, 'postgres')))?.pid ?? 0
}

const timesIn = (text: string, words: string) => text.split(words).length - 1

test.each([
  ['the gateway', 'The gateway', (started: Perennial) => askGateway(started)],
  ['the simulator program', 'The simulator program', (started: Perennial) => askSandbox(started)],
])('%s dies again and again: it is started again each time', async (_, title, ask) => {
  perennial = await startStandIn()
  const { output } = perennial
  const pids = new Set<number>()
  for (const deaths of [1, 2]) {
    const { pid } = await ask(perennial)
    pids.add(pid)
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => timesIn(output(), `${title} serves again.\n`)).toBe(deaths)
  }
  expect(timesIn(output(), `${title} has ended (SIGKILL) and is being restarted.\n`)).toBe(2)
  expect([...pids].map(isRunning)).toEqual([false, false])
  expect(await perennial.stop()).toBe(0)
})

test('a gateway that ends before it serves again is not started again: everything stops', async () => {
  perennial = await startStandIn({ env: { STAND_IN_STARTS: '2' } })
  const { output } = perennial
  process.kill((await askGateway(perennial)).pid, 'SIGKILL')
  await expect.poll(output).toContain('The gateway serves again.\n')
  const [gateway, sandbox] = [await askGateway(perennial), await askSandbox(perennial)]
  process.kill(gateway.pid, 'SIGKILL')
  expect(await perennial.exited).toBe(1)
  expect(output()).toContain('The stand-in has started often enough.\n')
  expect([gateway.pid, sandbox.pid].map(isRunning)).toEqual([false, false])
  expect(await runningPostmaster(path.join(perennial.dataDir, 'postgres'))).toBeUndefined()
})

test('PostgreSQL dies again and again: it is started again on its port, and the gateway continues', async () => {
  perennial = await startStandIn()
  const { output } = perennial
  const folder = path.join(perennial.dataDir, 'postgres')
  const first = await readPostmaster(folder)
  for (const deaths of [1, 2]) {
    process.kill(await postgresPid(perennial), 'SIGKILL')
    await expect.poll(() => timesIn(output(), 'PostgreSQL serves again.\n')).toBe(deaths)
    expect((await readPostmaster(folder))?.port).toBe(first?.port)
    expect((await askGateway(perennial)).starts).toBe(1)
  }
})

test('PostgreSQL and the gateway die together: both are started again', async () => {
  perennial = await startStandIn()
  const { output } = perennial
  process.kill(await postgresPid(perennial), 'SIGKILL')
  process.kill((await askGateway(perennial)).pid, 'SIGKILL')
  await expect.poll(output).toContain('The gateway serves again.\n')
  expect(output()).toContain('PostgreSQL serves again.\n')
  expect((await askGateway(perennial)).starts).toBe(2)
})

test('the supervisor is killed: its programs end, PostgreSQL continues and is adopted by the next start', async () => {
  perennial = await startStandIn()
  const [gateway, sandbox] = [await askGateway(perennial), await askSandbox(perennial)]
  const postgres = await postgresPid(perennial)
  await perennial.kill9()
  await expect.poll(() => [gateway.pid, sandbox.pid, postgres].map(isRunning)).toEqual([false, false, true])
  perennial = await startStandIn({ dataDir: perennial.dataDir, env: portsOf(perennial) })
  expect(await postgresPid(perennial)).toBe(postgres)
  expect((await askGateway(perennial)).starts).toBe(2)
  expect(perennial.output()).toContain('(embedded, found running)')
  expect(await perennial.stop()).toBe(0)
  expect(isRunning(postgres)).toBe(false)
})

test('a program that outlives a killed supervisor is ended by the next start, on the same ports', async () => {
  perennial = await startStandIn({ env: { STAND_IN_STUBBORN: 'yes' } })
  const { pid } = await askGateway(perennial)
  await perennial.kill9()
  expect(isRunning(pid)).toBe(true)
  perennial = await startStandIn({ dataDir: perennial.dataDir, env: portsOf(perennial) })
  expect(isRunning(pid)).toBe(false)
  expect((await askGateway(perennial)).starts).toBe(2)
})

test('an adopted PostgreSQL that dies is started again', async () => {
  perennial = await startStandIn()
  const postgres = await postgresPid(perennial)
  await perennial.kill9()
  perennial = await startStandIn({ dataDir: perennial.dataDir })
  process.kill(postgres, 'SIGKILL')
  const { output } = perennial
  await expect.poll(output).toContain('PostgreSQL serves again.')
  expect((await askGateway(perennial)).starts).toBe(2)
})

test('files that name the process of another program harm neither the start nor that process', async () => {
  perennial = await startStandIn()
  const { dataDir } = perennial
  await perennial.kill9()
  process.kill(await postgresPid(perennial), 'SIGKILL')
  const pid = startStranger()
  const processes = path.join(dataDir, 'processes')
  await mkdir(processes, { recursive: true })
  const postmaster = await readPostmaster(path.join(dataDir, 'postgres'))
  const identity = JSON.stringify({ pid, began: 'another boot/1' })
  await writeFile(path.join(processes, 'gateway.json'), identity)
  await writeFile(path.join(dataDir, 'supervisor.lock'), identity)
  await writeFile(
    path.join(dataDir, 'postgres', 'postmaster.pid'),
    `${pid}\n${dataDir}/postgres\n1700000000\n${postmaster?.port}\n\n127.0.0.1\n 1 1\nready   \n`,
  )
  perennial = await startStandIn({ dataDir })
  expect((await askGateway(perennial)).starts).toBe(2)
  expect(isRunning(pid)).toBe(true)
  expect(await perennial.stop()).toBe(0)
  expect(isRunning(pid)).toBe(true)
})
