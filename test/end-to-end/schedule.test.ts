import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  AgreementCreateDocument,
  AgreementDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventLoggedDocument,
  EventsDocument,
  ScheduleCreateDocument,
  type ScheduleCreateInput,
  ScheduleOccurrencesDocument,
} from '../../src/client/index.ts'
import { type GatewayProcess, runGateway } from '../app/support/gateway-process.ts'
import { full } from '../support/full.ts'
import { reservePort } from '../support/programs/ports.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { walk } from '../support/world/consumer.ts'

const DAY_MS = 86_400_000
/** Charges that are due at once, ten of an agreement. */
const due = full ? 60 : 20

let perennial: Perennial
let client: Client
let second: GatewayProcess | undefined
beforeAll(async () => {
  perennial = await startPerennial()
  client = newClient(perennial.graphqlUrl)
})
afterEach(async () => {
  second?.child.kill('SIGKILL')
  await second?.exited
})
afterAll(async () => {
  await client.close()
  await perennial.cleanUp()
})

const newClient = (url: string) => createClient({ url, authorization: 'sk_test_sandbox' })
const usd = (value: number) => ({ value: String(value), currency: 'USD' })

/** An agreement that its consumer has approved. */
async function givenAgreement() {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: randomUUID(), country: 'US', name: 'John Smith', email: 'john@example.com' },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: randomUUID(),
      ...{ provider: 'PPRO', paymentMethod: 'AMAZON_PAY' },
      consumerId: consumerCreate.consumer.id,
      returnUrl: 'https://shop.example/done',
    },
  })
  if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
  const { agreement, eventCursor } = agreementCreate
  await walk(String(agreement.authenticationMethods[0]?.requestUrl))
  await until(
    'ACTIVE',
    async () => (await client.request(AgreementDocument, { id: agreement.id })).agreement?.status === 'ACTIVE',
  )
  return { id: agreement.id, eventCursor }
}

async function givenSchedule(
  agreementId: string,
  input: Omit<ScheduleCreateInput, 'idempotencyKey' | 'agreementId' | 'amount'>,
) {
  const { scheduleCreate } = await client.request(ScheduleCreateDocument, {
    input: { idempotencyKey: randomUUID(), agreementId, amount: usd(1_000), ...input },
  })
  if (scheduleCreate?.__typename !== 'ScheduleCreatePayload') throw new Error(scheduleCreate?.message)
  return scheduleCreate.schedule
}

/** Oldest first. */
async function occurrencesOf(id: string) {
  const { schedule } = await client.request(ScheduleOccurrencesDocument, { id, first: 20 })
  return (schedule?.occurrences.nodes ?? []).toReversed()
}

interface Advanced {
  readonly message?: string
  readonly occurrencesCharged?: number
}

async function advance(to: Date, url = perennial.graphqlUrl): Promise<Advanced> {
  const query = `mutation ($to: DateTime!) { sandboxClockAdvance(input: { to: $to }) {
    ... on UserError { message } ... on SandboxClockAdvancePayload { occurrencesCharged } } }`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { to: to.toISOString() } }),
  })
  return ((await answer.json()) as { data: { sandboxClockAdvance: Advanced } }).data.sandboxClockAdvance
}

async function now(): Promise<Date> {
  const answer = await fetch(`${perennial.sandboxUrl}/control/clock`)
  return new Date(((await answer.json()) as { now: string }).now)
}

interface ChargeThere {
  readonly reference: string
  readonly agreementId: string
  readonly captured: number
}

/** The charges in the provider's ledger. */
async function atProvider(): Promise<readonly ChargeThere[]> {
  return ((await (await fetch(`${perennial.sandboxUrl}/control/ledger`)).json()) as { charges: ChargeThere[] }).charges
}

/** Collects an agreement's part of the log in a list. */
function watch(agreementId: string, after: string) {
  const watcher = newClient(perennial.graphqlUrl)
  const seen: { id: string; type: string; status: string | null }[] = []
  const done = (async () => {
    for await (const event of watcher.watch(EventLoggedDocument, { filter: { agreementId }, after }))
      seen.push(event as (typeof seen)[number])
  })()
  const stop = async () => {
    await watcher.close()
    await done
  }
  return { seen, stop }
}

async function logOf(agreementId: string, after: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = after; ; ) {
    const { events } = await client.request(EventsDocument, { first: 100, after: cursor, filter: { agreementId } })
    ids.push(...events.nodes.map(({ id }) => id))
    if (!events.pageInfo.hasNextPage) return ids
    cursor = events.eventCursor
  }
}

/** Date and time on the clocks of Berlin, by the runtime's own calendar. */
const inBerlin = (instant: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  )

test('from a fresh start: the 31st of January in Berlin, 13 months on: 13 charges on the right dates, each once, all seen (scenario 19)', async () => {
  const year = (await now()).getUTCFullYear() + 1
  const agreement = await givenAgreement()
  const live = watch(agreement.id, agreement.eventCursor)
  const anchor = { anchorDate: `${year}-01-31`, timeOfDay: '02:30', timeZone: 'Europe/Berlin' }
  const schedule = await givenSchedule(agreement.id, { interval: 'MONTH', ...anchor })

  const begunMs = performance.now()
  expect(await advance(new Date(`${year + 1}-02-01T00:00:00Z`))).toEqual({ occurrencesCharged: 13 })
  console.info(`13 months of monthly billing: ${Math.round(performance.now() - begunMs)} ms`)

  const occurrences = await occurrencesOf(schedule.id)
  const monthEnds = Array.from({ length: 14 }, (_, month) =>
    new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10),
  )
  expect(occurrences.map(({ index, dueAt }) => [index, inBerlin(dueAt).slice(0, 10)])).toEqual([...monthEnds.entries()])
  // 02:30, or 03:30 if the clocks skip it.
  for (const { dueAt } of occurrences) expect(inBerlin(dueAt)).toMatch(/ (02:30|03:30)$/)
  expect(occurrences.map(({ status }) => status)).toEqual([...Array(13).fill('PAID'), 'UPCOMING'])
  const made = occurrences.flatMap(({ charges }) => charges)
  expect(made.map(({ status, capturedAmount }) => [status, capturedAmount.decimal])).toEqual(
    Array(13).fill(['CAPTURED', '10.00']),
  )
  expect(occurrences.map(({ dueAt }) => dueAt).slice(0, 12)).toEqual(schedule.upcoming)

  const wanted = await logOf(agreement.id, agreement.eventCursor)
  await until('all of it to be seen', () => live.seen.length >= wanted.length)
  await live.stop()
  expect(new Set(live.seen.map(({ id }) => id))).toEqual(new Set(wanted))
  expect(live.seen.filter(({ type }) => type === 'schedule.occurrence_paid')).toHaveLength(13)
  expect(live.seen.filter(({ status }) => status === 'CAPTURED')).toHaveLength(13)
  const there = await atProvider()
  expect(there.map(({ captured }) => captured)).toEqual(Array(13).fill(1_000))
})

test(`two gateways on the same records, one killed in the middle of ${due} charges: every occurrence is charged once (scenario 19)`, async () => {
  const { databaseUrl, dataDir, sandboxUrl } = perennial
  if (databaseUrl === undefined) throw new Error('no database')
  second = await runGateway({
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, SANDBOX: 'on' },
    ...{ PORT: String(await reservePort()), SANDBOX_PORT: new URL(sandboxUrl).port },
  })
  const tomorrow = new Date((await now()).getTime() + DAY_MS).toISOString().slice(0, 10)
  const agreements = await Promise.all(Array.from({ length: due / 10 }, givenAgreement))
  const schedules = await Promise.all(
    agreements.flatMap(({ id }) =>
      Array.from({ length: 10 }, () =>
        givenSchedule(id, { interval: 'DAY', anchorDate: tomorrow, timeOfDay: '12:00' }),
      ),
    ),
  )
  const before = (await atProvider()).length

  const killed = advance(new Date(`${tomorrow}T12:00:00Z`), `${second.url}/graphql`).catch(() => 'killed')
  await until('some to be charged', async () => (await atProvider()).length >= before + 10)
  second.child.kill('SIGKILL')
  expect(await killed).toBe('killed')
  // A status query follows for its open requests once its leases, in real time, have ended.
  await advance(new Date(Date.parse(`${tomorrow}T12:00:00Z`) + 2 * DAY_MS))
  await expect
    .poll(() => statusesOf(schedules), { interval: 500 })
    .toEqual([...Array(3 * due).fill('PAID'), ...Array(due).fill('UPCOMING')])
  const there = (await atProvider()).slice(before)
  expect(there).toHaveLength(3 * due)
  expect(there.every(({ captured }) => captured === 1_000)).toBe(true)
  for (const { id } of schedules)
    expect((await occurrencesOf(id)).map(({ charges }) => charges.map(({ status }) => status))).toEqual([
      ...Array(3).fill(['CAPTURED']),
      [],
    ])
})

async function statusesOf(schedules: readonly { id: string }[]): Promise<string[]> {
  const occurrences = await Promise.all(schedules.map(({ id }) => occurrencesOf(id)))
  return occurrences.flatMap(of => of.map(({ status }) => String(status))).toSorted()
}
