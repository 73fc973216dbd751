import { afterAll, beforeAll, expect, test } from 'vitest'
import { meterDatabase } from '../../src/app/gauges/database.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { charge, control, givenActiveAgreement } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

let world: World
let now = new Date()
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
})
afterAll(() => world.close())

test('a scrape reads the database once in a quarter of a minute, by one statement, and shows what waits', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  await control(world, 'faults', { seed: 1, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
  const lost = await charge(world, agreement.id, 500n)
  await world.database.pool.query('UPDATE charges SET needs_attention = true WHERE id = $1', [lost.id])
  now = new Date(now.getTime() + 600_000)
  const metrics = createMetrics()
  meterDatabase(world.deps, metrics)
  const statements: string[] = []
  const stop = world.database.onStatement(name => statements.push(name))
  const text = await metrics.registry.metrics()
  await metrics.registry.metrics()
  stop()
  expect(statements).toEqual(['operating-figures'])
  const values = new Map(text.split('\n').map(line => line.split(' ') as [string, string]))
  expect(values.get('perennial_unknown_requests')).toBe('1')
  expect(Number(values.get('perennial_unknown_oldest_seconds'))).toBeGreaterThanOrEqual(600)
  expect(values.get('perennial_needs_attention{kind="charge"}')).toBe('1')
  expect(values.get('perennial_queue_due{queue="recovery"}')).toBe('1')
  expect(values.get('perennial_queue_due{queue="scheduler"}')).toBe('0')
})

test('while the database does not answer, its figures are absent and the other metrics are there', async () => {
  const database = openDatabase({ url: 'postgresql://nobody@127.0.0.1:9/none' })
  const metrics = createMetrics()
  meterDatabase({ ...world.deps, database }, metrics)
  const text = await metrics.registry.metrics()
  expect(text.match(/^perennial_(unknown|needs|queue|database|webhook_endpoints).*$/gm)).toBeNull()
  expect(text).toContain('\nperennial_webhooks_total{provider="PPRO",verdict="accepted"} 0\n')
  await database.close()
})
