import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/log/log.ts'
import { openRedis, type Redis } from '../../src/redis/redis.ts'
import { redisWakeUps } from '../../src/redis/wake-ups.ts'
import { readLogEnd } from '../../src/store/event-log/read-end.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { createLogTail, type LogTail } from '../../src/workers/log/tail.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { append, newEvent, newTenant } from '../support/database/log-events.ts'
import { full } from '../support/full.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { eventually } from '../support/until.ts'

const log = createLog({ level: 'silent', program: 'test' })
/** Longer than a test: an event that arrives came by a wake-up. */
const NEVER_MS = 3_600_000

/** The harder one in each run. */
const failures = full ? (['killed', 'paused'] as const) : (['paused'] as const)

let server: RedisServer
let testDatabase: TestDatabase
let database: Database
const open: { readonly tail: LogTail; readonly redis: Redis }[] = []

/** The tail of one process. */
async function startTail({ pollMs }: { readonly pollMs?: number } = {}): Promise<LogTail> {
  const redis = openRedis({ url: server.url, log, probeKey: 'probe' })
  const wakeUps = (onUpdate: () => void) => redisWakeUps(redis, 'log', onUpdate)
  const tail = createLogTail({ database, url: testDatabase.url, log, wakeUps, pollMs })
  open.push({ tail, redis })
  await tail.start()
  return tail
}

/** A reader of one tenant's events that follows from memory, and what it gets next. */
async function follow(tail: LogTail) {
  const tenant = newTenant()
  const reader = tail.subscribe({ tenant, filter: {} }, await readLogEnd(database))
  const next = reader.next()
  await eventually(() => expect(tail.stats().catchingUp).toBe(0))
  return { tenant, next }
}
const listening = (tail: LogTail, yes = true) => eventually(() => expect(tail.stats().listening).toBe(yes))

describe.skipIf(skipsRedisTests(2 + failures.length))('wake-ups over Redis', () => {
  beforeEach(async () => {
    server = await startRedisServer()
    testDatabase = await createTestDatabase()
    database = openDatabase({ url: testDatabase.url })
  })
  afterEach(async () => {
    for (const { tail, redis } of open.splice(0)) await tail.stop().then(() => redis.stop())
    await database.close()
    await testDatabase.drop()
    await server.kill()
  })

  test('an event of another process arrives by them alone: nothing listens in PostgreSQL, and no poll is near', async () => {
    const [near, far] = [await startTail(), await startTail({ pollMs: NEVER_MS })]
    await Promise.all([listening(near), listening(far)])
    const { tenant, next } = await follow(far)
    const event = newEvent(tenant)
    await append(database, [event])
    const { rows } = await testDatabase.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'perennial-log'`,
    )
    expect(rows).toEqual([])
    near.wake()
    expect((await next).value?.id).toBe(event.id)
  })

  test('what was committed while no wake-ups arrived is read as soon as they do again', async () => {
    const far = await startTail({ pollMs: NEVER_MS })
    await listening(far)
    const { tenant, next } = await follow(far)
    await server.kill()
    await listening(far, false)
    const event = newEvent(tenant)
    await append(database, [event])
    await server.start()
    expect((await next).value?.id).toBe(event.id)
  })

  test.each(failures)('with Redis %s the poll finds the events of other processes', async how => {
    const [near, far] = [await startTail(), await startTail()]
    await Promise.all([listening(near), listening(far)])
    const { tenant, next } = await follow(far)
    if (how === 'killed') await server.kill()
    else server.pause()
    const event = newEvent(tenant)
    await append(database, [event])
    near.wake()
    expect((await next).value?.id).toBe(event.id)
  })
})
