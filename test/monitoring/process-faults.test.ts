import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayProcess, makeFolder, runGateway } from '../app/support/gateway-process.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { full } from '../support/full.ts'
import { reservePort } from '../support/programs/ports.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { type Prometheus, skipsPrometheusTests } from './support/prometheus.ts'
import { firesExactly, startPrometheusWithRules } from './support/stage.ts'

const skips = !full || skipsPrometheusTests(3) || skipsRedisTests(3)

describe.skipIf(skips)('faults of processes fire their own alerts, and no others', () => {
  let database: TestDatabase
  let redis: RedisServer
  let folder: Awaited<ReturnType<typeof makeFolder>>
  let gateway: GatewayProcess
  let prometheus: Prometheus
  let port: number
  const start = async () => {
    const variables = { PORT: String(port), SANDBOX: 'on', DATABASE_URL: database.url, REDIS_URL: redis.url }
    gateway = await runGateway({ ...variables, DATA_DIR: folder.path })
  }
  beforeAll(async () => {
    port = await reservePort()
    database = await createTestDatabase()
    redis = await startRedisServer()
    folder = await makeFolder()
    await start()
    // Its answers take longer than a second while it is stopped again and again.
    prometheus = await startPrometheusWithRules(gateway.url, 5)
  })
  afterAll(async () => {
    await prometheus.stop()
    gateway.child.kill('SIGKILL')
    await gateway.exited
    await redis.kill()
    await folder.remove()
    await database.drop()
  })

  test('RedisDown: it was killed', async () => {
    await firesExactly(prometheus, [])
    await redis.kill()
    await firesExactly(prometheus, ['RedisDown'])
    await redis.start()
    await firesExactly(prometheus, [])
  })

  test('EventLoopLag: the process gets no processor for most of each second', async () => {
    const pulse = setInterval(() => {
      gateway.child.kill('SIGSTOP')
      setTimeout(() => gateway.child.kill('SIGCONT'), 700)
    }, 1_000)
    await firesExactly(prometheus, ['EventLoopLag']).finally(() => clearInterval(pulse))
    await firesExactly(prometheus, [])
  })

  test('GatewayDown: it was killed', async () => {
    gateway.child.kill('SIGKILL')
    expect(await gateway.exited).toBeNull()
    await firesExactly(prometheus, ['GatewayDown'])
    await start()
    await firesExactly(prometheus, [])
  })
})
