import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { launchPerennial, type Perennial } from '../test/support/programs/processes.ts'
import { residentMegabytes } from './support/machine.ts'
import { median } from './support/rounds.ts'

export interface SizeResults {
  /** From `npm start` to the first response of /graphql, in seconds. */
  readonly firstStart: number
  readonly laterStart: number
  readonly laterStarts: readonly number[]
  /** Of the gateway process, idle; undefined if the platform has no /proc. */
  readonly residentMb: number | undefined
}

const LATER_STARTS = 3
const START_DEADLINE_MS = 40_000
/** The memory of a start (compiled code, first collections) is released by then. */
const IDLE_MS = 5_000
const KEY = 'sk_test_sandbox'

/** `npm start` as a person would run it: without data, and with the data of the start before. */
export async function measureSizes(say: (line: string) => void): Promise<SizeResults> {
  // A fresh machine has no compiled code from earlier starts either.
  const compileCache = await mkdtemp(path.join(os.tmpdir(), 'perennial-bench-cache-'))
  const env = { NODE_COMPILE_CACHE: compileCache, SANDBOX_API_KEY: KEY }
  const starts: number[] = []
  let dataDir: string | undefined
  let perennial: Perennial | undefined
  let residentMb: number | undefined
  try {
    for (let start = 0; start <= LATER_STARTS; start++) {
      const startedAt = performance.now()
      const launched = await launchPerennial({ command: ['npm', 'start'], env, ...(dataDir && { dataDir }) })
      perennial = launched.perennial
      dataDir = perennial.dataDir
      await firstAnswer(perennial)
      starts.push((performance.now() - startedAt) / 1000)
      say(`npm start ${start === 0 ? 'on nothing' : 'again'}: ${starts.at(-1)?.toFixed(2)} s`)
      await launched.ready
      if (start === LATER_STARTS) residentMb = await idleMemory(dataDir)
      await perennial.stop()
    }
  } finally {
    await perennial?.cleanUp()
    await rm(compileCache, { recursive: true, force: true })
  }
  const [firstStart = Number.NaN, ...laterStarts] = starts
  return { firstStart, laterStarts, laterStart: median(laterStarts), residentMb }
}

async function firstAnswer({ graphqlUrl, output }: Perennial): Promise<void> {
  const end = performance.now() + START_DEADLINE_MS
  while (performance.now() < end) {
    const answer = await fetch(graphqlUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: '{"query":"{ viewer { __typename } }"}',
    }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.status === 200) return
    await delay(10)
  }
  throw new Error(`no answer:\n${output()}`)
}

async function idleMemory(dataDir: string): Promise<number | undefined> {
  await delay(IDLE_MS)
  const remembered = await readFile(path.join(dataDir, 'processes', 'gateway.json'), 'utf8')
  return residentMegabytes((JSON.parse(remembered) as { pid: number }).pid)
}
