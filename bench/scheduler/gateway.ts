// Due occurrences, charged by all the workers of a gateway's process: `node scheduler-gateway.ts`, with the database in
// DATABASE_URL.
import { createWorkers } from '../../src/workers/due-work.ts'
import { serveParent } from '../support/children.ts'
import { openInstantGateway } from '../support/instant-gateway.ts'
import { type Backlog, fillSchedules } from './data.ts'

/** The charges between a start and a stop of the workers. */
export interface Drained {
  readonly charges: number
  readonly perSecond: number
  /** The number of times that each statement was sent, by name. */
  readonly statements: Readonly<Record<string, number>>
}

/** All occurrences and their charges. */
export interface Counted {
  readonly due: number
  readonly paid: number
  readonly charges: number
  readonly captured: number
}

let sent = 0
let onSend = () => {}
const gateway = await openInstantGateway(process.env['DATABASE_URL'] ?? '', {
  onSend: () => {
    sent += 1
    onSend()
  },
})
const { deps } = gateway
const { database, vault } = deps

/** Runs the workers until this number of charges has been sent, and the open ones are done. */
async function drain({ charges }: { charges: number }): Promise<Drained> {
  const workers = createWorkers(deps, { settled: async () => 0 })
  const statements: Record<string, number> = {}
  const stopCounting = database.onStatement((name, pipelined) => {
    // Statements that go out together count as one round trip: only the first is counted.
    if (!pipelined) statements[name] = (statements[name] ?? 0) + 1
  })
  const [sentBefore, start] = [sent, performance.now()]
  const enough = new Promise<void>(resolve => {
    onSend = () => void (sent - sentBefore >= charges && resolve())
  })
  workers.start()
  await enough
  await workers.stop({ graceMs: 60_000 })
  const seconds = (performance.now() - start) / 1000
  stopCounting()
  const made = sent - sentBefore
  return { charges: made, perSecond: made / seconds, statements }
}

async function count(): Promise<Counted | undefined> {
  const { rows } = await database.pool.query<Counted>(
    `SELECT (SELECT count(*)::int FROM occurrences WHERE next_at <= now()) AS due,
       (SELECT count(*)::int FROM occurrences WHERE status = 'PAID') AS paid,
       count(*)::int AS charges, (count(*) FILTER (WHERE status = 'CAPTURED'))::int AS captured
     FROM charges WHERE occurrence_id IS NOT NULL`,
  )
  return rows[0]
}

serveParent({}, { fill: (backlog: Backlog) => fillSchedules(database, vault, backlog), drain, count }, gateway.close)
