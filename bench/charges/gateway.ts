// Charges by operations in this process, and by HTTP: `node charge-gateway.ts`, with the database in DATABASE_URL.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { portsFrom } from '../../src/app/ports.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { authenticate } from '../../src/operations/access/authenticate.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import { fillYear } from '../console/data.ts'
import { serveParent } from '../support/children.ts'
import { fillTables } from '../support/data.ts'
import { SANDBOX_KEY } from '../support/gateway.ts'
import { openInstantGateway } from '../support/instant-gateway.ts'
import { atPace, inLanes, type Lanes, type Pace } from '../support/lanes.ts'
import { type Owners, recordTransactions } from './recording.ts'

// With earlier charges: on empty tables PostgreSQL would keep plans that suit only empty tables.
const SIZE = { agreements: 500, chargesPerAgreement: 20 }

const { deps, tail, tenant, close } = await openInstantGateway(process.env['DATABASE_URL'] ?? '')
const { database, log, vault } = deps
const recorder = recordTransactions(database.pool)
const owners: Owners = await fillTables(database, vault, tenant, SIZE)
const { agreementIds } = owners
const earlier = Number(process.env['EARLIER_CHARGES'] ?? 0)
if (earlier > 0) {
  const client = new pg.Client(process.env['DATABASE_URL'])
  await client.connect()
  await fillYear(client, tenant, { charges: earlier, agreements: Math.ceil(earlier / 25) })
  await client.end()
}
const caller = await authenticate(deps, SANDBOX_KEY)
if (caller === undefined) throw new Error('the key does not hold')
// One merchant sends everything.
const quotas = { merchantShare: 1, operationsPerSecond: 1_000_000, valuesPerSecond: 1_000_000_000 }
const server = createHttpServer({ ports: portsFrom(deps, tail), metrics: createMetrics(), log, quotas })
const { url: httpUrl } = await server.listen({ host: '127.0.0.1', port: 0 })

let next = 0
async function charge(): Promise<void> {
  next = (next + 1) % agreementIds.length
  const input = {
    idempotencyKey: randomUUID(),
    agreementId: agreementIds[next] ?? '',
    amount: { value: 1_999n, currency: 'USD' },
  }
  if (caller === undefined) return
  const result = await chargeCreate(deps, caller, input)
  if (!result.ok || result.payload.charge.status !== 'CAPTURED')
    throw new Error(`not captured: ${result.ok ? result.payload.charge.status : result.error.message}`)
}

serveParent(
  { url: `${httpUrl}/graphql`, owners },
  {
    charge: (lanes: Lanes) => inLanes(charge, lanes),
    pace: (pace: Pace) => atPace(charge, pace),
    /** The statements of one charge. Connections and statements are warm. */
    async record() {
      for (let i = 0; i < 50; i++) await charge()
      recorder.start()
      await charge()
      return recorder.stop()
    },
    /** The names of the statements that a request sends, with no other work in this process. */
    async statements({ body }: { body: string }) {
      const names: string[] = []
      const ask = () =>
        fetch(`${httpUrl}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
          body,
        }).then(answer => answer.text())
      await ask()
      // The log's tail looks for updates independently of any request.
      const stop = database.onStatement(name => {
        if (name !== 'log-read-batch') names.push(name)
      })
      await ask()
      stop()
      return names
    },
  },
  async () => {
    await server.stop({ graceMs: 1_000 })
    await close()
  },
)
