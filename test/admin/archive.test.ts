import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive, type Step } from '../../src/admin/archive/run.ts'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { chargeTimeline } from '../../src/domain/event-log/timeline.ts'
import { cursorOf } from '../../src/operations/command/answers.ts'
import { eventsRead } from '../../src/operations/event-log/read.ts'
import { checkObjects } from '../../src/operations/integrity/check.ts'
import { finishedBefore } from '../../src/store/archive/partition.ts'
import { readLogEnd } from '../../src/store/event-log/read-end.ts'
import { readUnknownSubjects } from '../../src/store/event-log/unknown-subjects.ts'
import { makePartitions } from '../../src/store/partitions/make.ts'
import { partitionedTables } from '../../src/store/partitions/tables.ts'
import { archivedTables } from '../../src/store/reads/timeline/archived-tables.ts'
import { chargeEvents } from '../../src/store/reads/timeline/charge-events.ts'
import { untilReadable } from '../support/database/log-events.ts'
import { addEvents, narrow } from '../support/database/partitions.ts'
import { full } from '../support/full.ts'
import { givenActiveAgreement, initialChargeOf, usd } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'
import { startAdmin } from './support/admin.ts'

const DAY_MS = 86_400_000
const steps: readonly Step[] = ['export', 'manifest', 'verify', 'detach', 'drop']

let world: World
let folder: string
let client: pg.Client
let chargeId: string
let url: string
/** By the gateway's clock, 100 days after everything below was written. */
const now = new Date(Date.now() + 100 * DAY_MS)
const options = () => ({ sql: world.database, client, folder, now, before: new Date(now.getTime() - 30 * DAY_MS) })
const rows = async (text: string, values: unknown[] = []) => (await world.database.pool.query(text, values)).rows

beforeAll(async () => {
  world = await createWorld()
  await openInstallation(world.database, masterKeys([Buffer.alloc(32, 1)]), new Date())
  const agreement = await givenActiveAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  chargeId = await initialChargeOf(world, agreement.id)
  await world.quiet()
  folder = await mkdtemp(path.join(tmpdir(), 'perennial-archive-'))
  url = String(world.database.pool.options.connectionString)
  client = new pg.Client(url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const caller = () => world.caller
const readFrom = (after: string | undefined) => eventsRead(world.deps, caller(), { limit: 100, after, filter: {} })
const chargeRow = async () => {
  const [row] = await rows('SELECT id, version, snapshot_xmin AS "snapshotXmin" FROM charges WHERE id = $1', [chargeId])
  return row as { id: string; version: number; snapshotXmin: bigint }
}

test('a partition that gets rows, or has young ones, is not archived', async () => {
  expect(await archive(options())).toEqual([])
  for (const table of partitionedTables) {
    await narrow(world.database, table)
    await makePartitions(world.database, table, now)
  }
  await untilReadable(world.database)
  expect(await archive({ ...options(), before: new Date(Date.now() - DAY_MS) })).toEqual([])
  expect(await readdir(folder)).toEqual([])
})

let logged: readonly Record<string, unknown>[]
let beforeArchive: { object: string; start: string; end: string }

test('interrupted at any step, it continues where it was; the rows are in the files before they leave the database', async () => {
  logged = await rows('SELECT * FROM events ORDER BY xid, seq')
  const all = await readFrom(undefined)
  if (!all.ok) throw new Error(all.error.message)
  beforeArchive = {
    object: cursorOf(world.deps, caller(), await chargeRow()),
    start: all.events[0]?.eventCursor ?? '',
    end: all.events.at(-1)?.eventCursor ?? '',
  }
  for (const stopAt of steps) {
    const onStep = (step: Step, partition: string) => {
      if (step === stopAt && partition === 'events_first') throw new Error(`stopped at ${step}`)
    }
    await expect(archive({ ...options(), onStep })).rejects.toThrow(`stopped at ${stopAt}`)
    expect(await rows('SELECT * FROM events ORDER BY xid, seq')).toEqual(stopAt === 'drop' ? [] : logged)
  }
  const done = await archive(options())
  expect(done).toMatchObject([{ partition: 'provider_calls_first' }])
  expect((await readdir(folder)).sort()).toEqual([
    'events_first.csv.gz',
    'events_first.json',
    'provider_calls_first.csv.gz',
    'provider_calls_first.json',
  ])
  const csv = gunzipSync(await readFile(path.join(folder, 'events_first.csv.gz'))).toString()
  expect(
    csv
      .split('\n')
      .slice(1, -1)
      .map(line => line.split(',')[1]),
  ).toEqual(logged.map(({ id }) => id))
  expect(
    await rows(`SELECT to_regclass('events_first') AS events, to_regclass('provider_calls_first') AS calls`),
  ).toEqual([{ events: null, calls: null }])
  const last = logged.at(-1)
  expect(await rows('SELECT name, rows::int, last_xid, last_seq FROM archives ORDER BY name')).toEqual([
    { name: 'events_first', rows: logged.length, last_xid: last?.['xid'], last_seq: last?.['seq'] },
    { name: 'provider_calls_first', rows: expect.any(Number), last_xid: null, last_seq: null },
  ])
})

test('it holds no personal data', async () => {
  for (const file of ['events_first', 'provider_calls_first']) {
    const csv = gunzipSync(await readFile(path.join(folder, `${file}.csv.gz`))).toString()
    expect(csv).toContain(file === 'events_first' ? chargeId : 'provider_request_id')
    for (const text of ['@', 'John Smith']) expect(csv).not.toContain(text)
  }
})

test('a cursor before the oldest kept event is expired; the last archived event’s own is good', async () => {
  expect(await readFrom(beforeArchive.start)).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } })
  expect(await readFrom(beforeArchive.object)).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } })
  const before = await eventsRead(world.deps, caller(), { limit: 5, before: beforeArchive.start, filter: {} })
  expect(before).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } })
  expect(await readFrom(beforeArchive.end)).toMatchObject({ ok: true, events: [] })
  expect(await readFrom(undefined)).toMatchObject({ ok: true, events: [] })
})

test('the object of archived events gets a good cursor, is known, and passes the integrity checks', async () => {
  expect(await readFrom(cursorOf(world.deps, caller(), await chargeRow()))).toMatchObject({ ok: true, events: [] })
  expect(await readUnknownSubjects(world.database, caller().tenant, [{ id: chargeId, type: 'Charge' }])).toEqual([])
  const findings = { known: [], failed: new Set<string>() }
  const ids = async (table: string) => (await rows(`SELECT id FROM ${table}`)).map(({ id }) => id as string)
  const objects = {
    charges: await ids('charges'),
    agreements: await ids('agreements'),
    consumers: await ids('consumers'),
  }
  expect(await checkObjects(world.deps, findings, objects)).toBe(true)
  expect(findings.known).toEqual([])
  await world.database.pool.query('UPDATE charges SET updated_at = $1', [now])
  await checkObjects(world.deps, findings, objects)
  expect(findings.known).toMatchObject([{ checkName: 'one-event-per-version', objectId: chargeId }])
})

test('the timeline says that older entries were archived', async () => {
  const [archived] = await archivedTables(world.database, ['events'])
  const [charge] = await rows('SELECT created_at AS at FROM charges')
  expect(charge?.at <= (archived?.until ?? 0)).toBe(true)
  const events = await chargeEvents(world.database, caller().tenant, [chargeId])
  const story = { events, calls: [], webhooks: [], occurrence: null, archivedSince: charge?.at as Date }
  expect(chargeTimeline(story)[0]).toMatchObject({ type: 'archive', at: charge?.at })
  expect(chargeTimeline({ ...story, archivedSince: null })[0]?.type).not.toBe('archive')
})

test('a file that was changed or lost is never taken for the rows', async () => {
  await rows(`SELECT pg_current_xact_id()`)
  await world.database.pool.query(
    `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin)
     VALUES ('evt_x', $1, 'TEST', 'x', 'API', now(), 'Charge', 'chg_x', 'con_x', 1, true, 1)`,
    [caller().tenant.merchantId],
  )
  const [events] = partitionedTables
  if (events === undefined) throw new Error('no table')
  await narrow(world.database, events)
  await makePartitions(world.database, events, now)
  await untilReadable(world.database)
  const stop = (at: Step) => ({
    ...options(),
    onStep: (step: Step) => {
      if (step === at) throw new Error('stopped')
    },
  })
  await expect(archive(stop('detach'))).rejects.toThrow('stopped')
  const [name] = (await readdir(folder)).filter(file => file.startsWith('events_from')).map(file => file.split('.')[0])
  const file = path.join(folder, `${name}.csv.gz`)
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, -9))
  await expect(archive(options())).rejects.toThrow()
  expect(await rows(`SELECT count(*)::int FROM events WHERE id = 'evt_x'`)).toEqual([{ count: 1 }])
  await writeFile(file, whole)
  const manifest = path.join(folder, `${name}.json`)
  const kept = await readFile(manifest, 'utf8')
  await writeFile(manifest, kept.replace(/"installation": ".*"/, '"installation": "2020-01-01T00:00:00.000Z"'))
  await expect(archive(options())).rejects.toThrow('belongs to another installation')
  await writeFile(manifest, kept)
  expect(await archive(options())).toMatchObject([{ partition: name, rows: 2 }]) // and the note of the violation above
  expect((await readLogEnd(world.database)).xid).toBeGreaterThan(0n)
})

test.runIf(full)('killed with SIGKILL while it exports and while it detaches, the command continues', async () => {
  const variables = { DATABASE_URL: url, ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('hex') }
  const command = (...words: string[]) =>
    startAdmin(variables, 'archive', 'run', '--older-than-days', '30', '--to', folder, ...words)
  const [events] = partitionedTables
  if (events === undefined) throw new Error('no table')
  await addEvents(world.database, 3, 'chg_old', new Date(Date.now() - 60 * DAY_MS))
  await narrow(world.database, events)
  await makePartitions(world.database, events, new Date())
  await untilReadable(world.database)
  const before = new Date(Date.now() - 30 * DAY_MS)
  const [partition] = await finishedBefore(world.database, before)
  const name = partition?.name ?? ''
  // An endpoint that is paused has not read it.
  const [{ merchant, mode }] = await rows(
    `SELECT merchant_id AS merchant, mode FROM events WHERE subject_id = 'chg_old' LIMIT 1`,
  )
  await rows('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now()) ON CONFLICT DO NOTHING', [merchant])
  await rows(
    `INSERT INTO webhook_endpoints (id, merchant_id, mode, url, ordered, status, encrypted_secrets, log_xid, log_seq, read_at, created_at, updated_at)
     VALUES ('whe_behind', $1, $2, 'https://shop.example', false, 'PAUSED', '', 0, 0, now(), now(), now())`,
    [merchant, mode],
  )
  const unread: string[] = []
  expect(await finishedBefore(world.database, before, (id, kept) => unread.push(`${id} ${kept}`))).toEqual([])
  expect(unread).toEqual([`whe_behind ${name}`])
  await rows(`DELETE FROM webhook_endpoints WHERE id = 'whe_behind'`)
  expect((await command('--dry-run').ended).stdout).toContain(`${name}  `)
  const holder = new pg.Client(url)
  await holder.connect()
  // A reader of the whole log keeps the detaching waiting; the export is killed wherever it is.
  await holder.query('BEGIN; LOCK TABLE events IN ACCESS SHARE MODE')
  for (const at of ['export', 'detach']) {
    const { child, ended } = command()
    await new Promise<void>(resolve =>
      child.stdout?.on('data', data => {
        if (String(data).includes(`${name}: ${at}`)) resolve()
      }),
    )
    child.kill('SIGKILL')
    expect((await ended).code).toBe('SIGKILL')
    expect(await rows(`SELECT count(*)::int FROM events WHERE subject_id = 'chg_old'`)).toEqual([{ count: 3 }])
  }
  await holder.query('ROLLBACK')
  await holder.end()
  expect((await command().ended).stdout).toMatch(/Partitions archived: 1, rows: [34]\.\n$/)
  expect(await rows(`SELECT count(*)::int FROM events WHERE subject_id = 'chg_old'`)).toEqual([{ count: 0 }])
})
