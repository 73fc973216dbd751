import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ChargeCreateDocument, EventCursorDocument, payloadOf } from '../../../src/client/index.ts'
import { SANDBOX_KEY, type TestApp } from '../../app/support/test-app.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { until } from '../../support/until.ts'
import { type Fleet, startFleet } from '../support/fleet.ts'
import { type LogWatcher, watchByClient, watchByLibrary, wholeLog } from '../support/log-watchers.ts'

const CHARGE_EVERY_MS = 40

const watchers: LogWatcher[] = []
let fleet: Fleet
beforeEach(async () => {
  fleet = await startFleet()
})
afterEach(() => fleet.close())
afterEach(() => Promise.all(watchers.splice(0).map(watcher => watcher.stop())))

const charge = async (agreementId: string) => {
  const input = { agreementId, amount: { value: '300', currency: 'USD' } }
  const { chargeCreate } = await fleet.client.request(ChargeCreateDocument, { input })
  return payloadOf(chargeCreate).charge.id
}
const count = async (text: string) => {
  const { rows } = await fleet.database.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${text}`)
  return rows[0]?.count
}
const paid = (schedules: number) =>
  until(
    'every occurrence that was due to be paid',
    async () => (await count(`occurrences WHERE status = 'PAID'`)) === schedules,
  )

test('an api and a worker: one serves, the other does what is due, and neither does the other’s work', async () => {
  const api = await fleet.start('api')
  const claims: string[] = []
  api.deps.database.onStatement(name => name.includes('-claim') && claims.push(name))
  fleet.balancer.serve([api.url])
  const agreementId = await fleet.agreement()
  const schedule = await fleet.dueSchedule(agreementId)
  const worker = await fleet.start('worker')
  await paid(1)
  const statuses = ['graphql', 'webhooks/ppro', 'console/', 'healthz', 'readyz', 'metrics'].map(async path => {
    const { status } = await fetch(`${worker.url}/${path}`)
    return status
  })
  expect(await Promise.all(statuses)).toEqual([404, 404, 404, 200, 200, 200])
  expect(claims).toEqual([])
  const { charges } = await fleet.ledger()
  expect(charges.map(({ captured }) => captured)).toEqual([700])
  expect(await count(`charges WHERE occurrence_id IS NOT NULL`)).toBe(1)
  expect(schedule).toMatch(/^sch_/)
  const metrics = async ({ url }: TestApp) => (await fetch(`${url}/metrics`)).text()
  await until('the worker to lead', async () => (await metrics(worker)).includes('perennial_leader 1'))
  expect(await metrics(api)).toContain('perennial_leader 0')
})

test('a rolling restart under charges and schedules: nothing lost, nothing doubled, every event seen', async () => {
  const apps = [await fleet.start('all'), await fleet.start('all')]
  const serve = () => fleet.balancer.serve(apps.map(({ url }) => url))
  serve()
  const agreementId = await fleet.agreement()
  const { eventCursor: after } = await fleet.client.request(EventCursorDocument, {})
  const at = { url: `${fleet.balancer.url}/graphql`, authorization: SANDBOX_KEY, after }
  watchers.push(watchByClient(at), watchByClient(at), watchByLibrary(at), watchByLibrary(at))
  const made: string[] = []
  let schedules = 0

  for (const index of [0, 1]) {
    const restarted = new AbortController()
    const load = async () => {
      while (!restarted.signal.aborted) {
        made.push(await charge(agreementId))
        await delay(CHARGE_EVERY_MS)
      }
    }
    const loads = [load(), load()]
    try {
      for (let due = 0; due < 3; due++, schedules++) await fleet.dueSchedule(agreementId)
      await apps[index]?.stop()
      apps[index] = await fleet.start('all')
      serve()
      await until('everybody to see events again', async () => {
        const before = watchers.map(({ seen }) => seen.length)
        await charge(agreementId).then(id => made.push(id))
        return until('the next event', () => watchers.every(({ seen }, one) => seen.length > (before[one] ?? 0)))
      })
    } finally {
      restarted.abort()
      await Promise.all(loads)
    }
  }

  await paid(schedules)
  await until('every charge to be settled', async () => (await count(`charges WHERE status <> 'CAPTURED'`)) === 0)
  const { charges } = await fleet.ledger()
  const { rows } = await fleet.database.pool.query(`SELECT id FROM provider_requests WHERE purpose = 'CHARGE_CREATE'`)
  expect(charges.map(({ reference }) => reference).sort()).toEqual(rows.map(({ id }) => id).sort())
  expect(charges.filter(({ captured }) => captured === 300)).toHaveLength(made.length)
  expect(charges.filter(({ captured }) => captured === 700)).toHaveLength(schedules)
  expect(new Set(made).size).toBe(made.length)

  await untilReadable(apps[0]?.deps.database ?? fail())
  const log = await wholeLog(fleet.client, after)
  await until('everybody to have seen all of it', () => watchers.every(({ seen }) => new Set(seen).size >= log.length))
  for (const { seen, closedWith } of watchers) {
    expect([...new Set(seen)]).toEqual(log)
    expect(new Set(closedWith)).toEqual(new Set([1001]))
  }
})

function fail(): never {
  throw new Error('no gateway is left')
}
