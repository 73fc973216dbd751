import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RealTime } from '../../src/base/time/real-time.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { createPatience } from '../../src/operations/sandbox-clock/time.ts'
import type { JobName } from '../../src/store/work-queue/queues.ts'
import { runDue } from '../../src/workers/run-due.ts'
import { givenActiveAgreement, usd } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

const NOW_MS = Date.UTC(2031, 4, 1)
const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000)

let world: World
let eventIds: string[]
beforeAll(async () => {
  world = await createWorld()
  await givenActiveAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  await world.quiet()
  const { rows } = await world.database.pool.query<{ id: string }>('SELECT id FROM provider_events')
  eventIds = rows.map(({ id }) => id)
})
beforeEach(async () => {
  await agreementIs({ ends_at: null, reconcile_at: null })
  await world.database.pool.query('UPDATE provider_events SET next_try_at = NULL')
  await world.database.pool.query('UPDATE charges SET reconcile_at = NULL')
})
afterAll(() => world.close())

/** Makes the only agreement due. Returns how many agreements were changed. */
async function agreementIs(columns: Readonly<Record<string, Date | null>>): Promise<number> {
  const sets = Object.keys(columns).map((name, index) => `${name} = $${index + 1}`)
  const done = await world.database.pool.query(`UPDATE agreements SET ${sets.join(', ')}`, Object.values(columns))
  return done.rowCount ?? 0
}

/** Makes a notification, the first or the second received, due again. Returns how many were changed. */
async function noticeIs(place: 0 | 1, nextTryAt: Date | null): Promise<number> {
  const values = [eventIds[place], nextTryAt]
  return (
    (await world.database.pool.query('UPDATE provider_events SET next_try_at = $2 WHERE id = $1', values)).rowCount ?? 0
  )
}

/** Time that passes only during waits. */
function waitingTime() {
  let nowMs = NOW_MS
  const time: RealTime = {
    nowMs: () => nowMs,
    after(ms, wake) {
      nowMs += ms
      queueMicrotask(wake)
      return () => {}
    },
  }
  return { time, waitedMs: () => nowMs - NOW_MS }
}

/** Workers that are told to look, and what they do then; the others find nothing. */
function run(takes: Partial<Record<JobName, () => Promise<number>>>, options: { providers?: Deps['providers'] } = {}) {
  const looked: string[] = []
  const { time, waitedMs } = waitingTime()
  const names: JobName[] = ['recovery', 'inbox', 'expiry', 'reconciliation', 'abandoned']
  const workers = new Map(
    names.map(name => {
      const take = async () => {
        looked.push(name)
        return (await takes[name]?.()) ?? 0
      }
      return [name, { take, idle: async () => {} }] as const
    }),
  )
  const warnings: object[] = []
  const deps = {
    ...world.deps,
    ...options,
    realTime: time,
    clock: { now: () => at(0) },
    log: { ...world.deps.log, warn: (about: object) => warnings.push(about) } as unknown as Deps['log'],
  }
  const patience = createPatience(time, 1_000)
  const signal = new AbortController().signal
  const once = () => runDue(deps, { workers, settled: async () => 0, signal }, patience)
  return { once, looked, warnings, waitedMs }
}

describe('due work', () => {
  test('is taken by the worker whose work was due first, and the rest is left for the next time', async () => {
    await agreementIs({ ends_at: at(-20), reconcile_at: at(-5) })
    await noticeIs(0, at(-10))
    const { once, looked } = run({
      expiry: () => agreementIs({ ends_at: null }),
      inbox: () => noticeIs(0, null),
      reconciliation: () => agreementIs({ reconcile_at: at(30) }),
    })
    expect(await once()).toEqual({ done: 1, nextDue: null })
    expect(looked).toEqual(['expiry'])
    expect([await once(), await once()]).toEqual([
      { done: 1, nextDue: null },
      { done: 1, nextDue: null },
    ])
    expect(looked).toEqual(['expiry', 'inbox', 'reconciliation'])
    expect(await once()).toEqual({ done: 0, nextDue: at(30) })
    expect(looked).toHaveLength(3)
  })

  test('that no worker can take is left when the patience is used up, so that later work follows', async () => {
    await noticeIs(0, at(-10))
    await noticeIs(1, at(60))
    await agreementIs({ ends_at: at(90) })
    const { once, looked, warnings, waitedMs } = run({})
    expect(await once()).toEqual({ done: 0, nextDue: at(60) })
    expect(waitedMs()).toBe(1_000)
    expect(looked).toHaveLength(51)
    expect(warnings).toEqual([{ jobs: ['inbox'] }])
    // Once only: from then on it is tried, and not waited for.
    expect(await once()).toEqual({ done: 0, nextDue: at(60) })
    expect([waitedMs(), looked.length]).toEqual([1_000, 52])
  })

  test('waits for the trial of a provider that has not answered', async () => {
    await noticeIs(0, at(-10))
    const [entry] = world.deps.providers.entries
    const { provider } = entry ?? {}
    if (entry === undefined || provider === undefined) throw new Error('no provider')
    const away = {
      ...provider,
      health: () => ({ ...provider.health(), circuit: 'OPEN' as const, retryAfter: at(0.3) }),
    }
    const providers = { ...world.deps.providers, entries: [{ ...entry, provider: away }] }
    const { once, waitedMs } = run({ inbox: async () => 1 }, { providers })
    expect(await once()).toEqual({ done: 1, nextDue: null })
    expect(waitedMs()).toBe(300)
  })
})

test('ends when the workers are stopped', async () => {
  const { time } = waitingTime()
  const options = { workers: new Map(), settled: async () => 0, signal: AbortSignal.abort() }
  await expect(runDue(world.deps, options, createPatience(time, 1))).rejects.toThrow('aborted')
})
