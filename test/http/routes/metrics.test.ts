import { Counter } from 'prom-client'
import { afterEach, expect, test, vi } from 'vitest'
import { type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer | undefined
afterEach(async () => {
  vi.useRealTimers()
  await server?.stop()
})

test('metrics are written once for all requests within a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  server = await startSmallServer({ sdl: 'type Query { hello: String }' })
  const { url, metrics } = server
  let written = 0
  const collect = () => {
    written += 1
  }
  new Counter({ name: 'written_total', help: 'For this test.', registers: [metrics.registry], collect })
  const read = async () => (await fetch(`${url}/metrics`)).text()
  const first = await read()
  expect(await Promise.all(Array.from({ length: 20 }, read))).toEqual(Array(20).fill(first))
  expect(written).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(await read()).toContain('route="metrics",status="200"} 21')
  expect(written).toBe(2)
})
