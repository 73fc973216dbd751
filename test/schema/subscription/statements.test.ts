import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { portsFrom } from '../../../src/app/ports.ts'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import { createMetrics } from '../../../src/http/metrics.ts'
import { createHttpServer } from '../../../src/http/server.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { createLogTail, type LogTail } from '../../../src/workers/log/tail.ts'
import { connect, type TestSocket } from '../../http/support/socket.ts'
import { charge, givenActiveAgreement, key, mustSucceed } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

// What live events cost the database: nothing, unless a field needs more than the log says, and then the same for one
// subscriber and for twenty.

const SUBSCRIBERS = 20

let world: World
/** Of the process that subscribers connect to; charges are made by another one. */
let database: Database
let tail: LogTail
let server: ReturnType<typeof createHttpServer>
let wsUrl: string
const callers = new Map<string, Caller>()
const sockets: TestSocket[] = []

beforeAll(async () => {
  world = await createWorld()
  const url = String(world.database.pool.options.connectionString)
  const { log } = world.deps
  database = openDatabase({ url })
  tail = createLogTail({ database, url, log })
  await tail.start()
  const known = async (credential: string) => callers.get(credential)
  server = createHttpServer({
    ports: {
      ...portsFrom({ ...world.deps, database, tail }, tail),
      authenticate: known,
      authenticateAll: credentials => Promise.all(credentials.map(known)),
    },
    metrics: createMetrics(),
    log,
    sockets: { initTimeoutMs: 60_000 }, // however slow the machine is
  })
  wsUrl = `${(await server.listen({ port: 0, host: '127.0.0.1' })).url.replace('http', 'ws')}/graphql`
})
afterEach(() => {
  for (const { raw } of sockets.splice(0)) raw.terminate()
})
afterAll(async () => {
  await server.stop({ graceMs: 0 })
  await tail.stop()
  await database.close()
  await world.close()
})

type Selection = `chargeStatusChanged { ${string} }` | `chargeChanged { ${string} }` | `events { ${string} }`

interface Live {
  /** The names of the statements, without those of the tail. */
  readonly statements: readonly string[]
  /** The messages of each subscriber. */
  readonly received: readonly (readonly Record<string, unknown>[])[]
}

/** Authorizes and captures a charge while everybody watches. Each subscriber has a credential of its own. Returns after `count` events. */
async function watch(selection: Selection, count: number, as: Partial<Caller> = {}): Promise<Live> {
  const agreement = await givenActiveAgreement(world)
  const grant = as.grant && { ...as.grant, reach: reachOfAgreement(agreement) }
  const [field = '', rest = ''] = selection.split(/ (.*)/s)
  const argument = field === 'events' ? 'filter: { agreementId: $id }' : 'agreementId: $id'
  const query = `subscription ($id: ID!) { ${field}(${argument}) ${rest} }`
  const before = tail.stats().subscriptions
  for (let index = 0; index < SUBSCRIBERS; index++) {
    const actor = `credential_${index}`
    callers.set(actor, { ...world.caller, scopes: ['read'], ...as, actor, ...(grant && { grant }) })
    const socket = await connect(wsUrl, actor)
    sockets.push(socket)
    socket.send({ type: 'subscribe', id: `op-${index}`, payload: { query, variables: { id: agreement.id } } })
  }
  await expect.poll(() => tail.stats().subscriptions - before).toBe(SUBSCRIBERS)
  const statements: string[] = []
  const stop = database.onStatement(name => name !== 'log-read-batch' && statements.push(name))
  const { id: chargeId } = await charge(world, agreement.id, 1_000n, { captureMode: 'MANUAL' })
  await chargeCapture(world.deps, world.caller, { idempotencyKey: key(), chargeId }).then(mustSucceed)
  const received = await Promise.all(sockets.map(async socket => takeMessages(socket, count)))
  stop()
  return { statements, received }
}

const reachOfAgreement = ({ id, consumerId }: AgreementRow) =>
  reachOf({ consumer: null, agreement: { id, consumerId }, charge: null })

async function takeMessages(socket: TestSocket, count: number): Promise<Record<string, unknown>[]> {
  const taken: Record<string, unknown>[] = []
  while (taken.length < count) {
    const { payload } = (await socket.next()) as { readonly payload: { readonly data: object } }
    taken.push(Object.values(payload.data)[0])
  }
  return taken
}

const CHANGE = 'eventCursor version occurredAt source previousStatus status terminal'

test('what the log says costs no statement: fields of the event, and status and version of its charge', async () => {
  const selection = `chargeStatusChanged { ${CHANGE} charge { id status version eventCursor } }` as const
  const { statements, received } = await watch(selection, 3)
  expect(statements).toEqual([])
  const [first = [], ...others] = received
  for (const other of others) expect(other).toEqual(first)
  expect(first.map(({ status, terminal }) => [status, terminal])).toEqual([
    ['PROCESSING', false],
    ['AUTHORIZED', false],
    ['CAPTURED', true],
  ])
  const last = first.at(-1)
  expect(last?.['charge']).toMatchObject({ status: 'CAPTURED', version: last?.['version'] })
})

test('also if an event did not change the status', async () => {
  const { statements, received } = await watch(`chargeChanged { type ${CHANGE} charge { id status } }`, 4)
  expect(statements).toEqual([])
  expect(received[0]?.map(({ type, status, terminal }) => [type, status, terminal])).toEqual([
    ['charge.created', 'PROCESSING', false],
    ['charge.authorization_succeeded', 'AUTHORIZED', false],
    ['charge.capture_requested', 'AUTHORIZED', false],
    ['charge.capture_succeeded', 'CAPTURED', true],
  ])
})

test('also for client tokens of the same objects', async () => {
  const grant = {
    tokenId: 'ct_1',
    expiresAt: new Date('2100-01-01'),
    consumerId: null,
    agreementId: null,
    chargeId: null,
  }
  const reach = reachOf({ consumer: null, agreement: null, charge: null })
  const as = { scopes: [], grant: { ...grant, reach } }
  const { statements } = await watch(`chargeChanged { ${CHANGE} charge { id status } }`, 4, as)
  expect(statements).toEqual([])
})

test('also for the subject of any event', async () => {
  const { statements, received } = await watch('events { type subject { id __typename ... on Charge { status } } }', 4)
  expect(statements).toEqual([])
  expect(received[0]?.at(-1)?.['subject']).toEqual({ id: expect.any(String), __typename: 'Charge', status: 'CAPTURED' })
})

test('an amount needs the charge: one statement for each event, for twenty subscribers', async () => {
  const { statements, received } = await watch('chargeChanged { version charge { id amount { value } } }', 4)
  expect(statements).toEqual(Array(4).fill('read charges'))
  expect(received.map(events => events.length)).toEqual(Array(SUBSCRIBERS).fill(4))
})

test('an operator’s reads are recorded one by one, so they are not shared', async () => {
  const as = { scopes: ['read', 'operator'] as const }
  await watch('chargeChanged { version charge { id consumer { name } } }', 4, as)
  const { rows } = await world.database.pool.query(
    `SELECT actor_id AS actor, count(*)::int AS reads FROM audit_log WHERE action = 'read:Consumer' GROUP BY 1`,
  )
  const each = Array.from({ length: SUBSCRIBERS }, (_, index) => ({ actor: `credential_${index}`, reads: 4 }))
  expect(new Set(rows)).toEqual(new Set(each))
})
