import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newId } from '../../../src/base/id.ts'
import { webhookEndpointCreate } from '../../../src/operations/webhook-endpoint/create.ts'
import type { JobName } from '../../../src/store/work-queue/queues.ts'
import { append, type NewEvent, newEvent, untilReadable } from '../../support/database/log-events.ts'
import { doDue } from '../../support/world/jobs.ts'
import { key, mustSucceed } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

export interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Of the event. */
  readonly id: string
}

/** A merchant's server. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** The status that it answers from now on; `hang` answers nothing. */
  answer: number | 'hang'
  readonly headers: Record<string, string>
  /** Answers what hangs. */
  release(status: number): void
  close(): Promise<void>
}

export async function startReceiver(answer: Receiver['answer'] = 204): Promise<Receiver> {
  const hanging: ServerResponse[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      receiver.received.push({ headers, body: Buffer.concat(chunks).toString(), id: headers['webhook-id'] ?? '' })
      if (receiver.answer === 'hang') hanging.push(response)
      else response.writeHead(receiver.answer, receiver.headers).end('thanks')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received: [],
    answer,
    headers: {},
    release(status) {
      for (const response of hanging.splice(0)) response.writeHead(status).end()
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return receiver
}

export interface HookWorld extends World {
  pass(ms: number): void
  endpoint(url: string, given?: { eventTypes?: string[]; ordered?: boolean }): Promise<{ id: string; secret: string }>
  /** Appends events of the caller's tenant, one transaction each. Returns their ids. */
  happen(...events: Partial<NewEvent>[]): Promise<string[]>
  /** Reads the log and sends what is due, until nothing is left. */
  work(): Promise<void>
  rows(): Promise<DeliveryRow[]>
}

export interface DeliveryRow {
  readonly id: string
  readonly event_id: string
  readonly endpoint_id: string
  readonly state: string
  readonly step: number
  readonly tries: readonly {
    readonly httpStatus: number | null
    readonly error: string | null
    readonly response: string | null
  }[]
  readonly next_at: Date | null
}

const JOBS: readonly JobName[] = ['logReading', 'delivery', 'redelivery']

export async function createHookWorld(): Promise<HookWorld> {
  let aheadMs = 0
  const world = await createWorld({}, { clock: { now: () => new Date(Date.now() + aheadMs) } })
  const { deps, caller, database } = world
  return {
    ...world,
    pass(ms) {
      aheadMs += ms
    },
    async endpoint(url, given = {}) {
      const input = { idempotencyKey: key(), url, ...given }
      const { webhookEndpoint, secret } = mustSucceed(await webhookEndpointCreate(deps, caller, input))
      return { id: webhookEndpoint.id, secret: secret ?? '' }
    },
    async happen(...given) {
      const rows = given.map(each => {
        const occurredAt = deps.clock.now()
        return newEvent(caller.tenant, { id: newId('event', occurredAt), occurredAt, ...each })
      })
      for (const row of rows) await append(database, [row])
      await untilReadable(database)
      return rows.map(({ id }) => id)
    },
    async work() {
      for (;;) {
        let done = 0
        for (const job of JOBS) done += await doDue(deps, job)
        if (done === 0) return
      }
    },
    rows: async () =>
      (await database.pool.query('SELECT * FROM webhook_deliveries ORDER BY event_xid, event_seq, id')).rows,
  }
}
