// The gateway as app/create-app puts it together, but for the provider, which answers at once: `node charge-gateway.ts`,
// told where the database is by DATABASE_URL. Charges by operations in this process, and by HTTP.
import { randomUUID } from 'node:crypto'
import { createBackground } from '../src/app/background.ts'
import { portsFrom } from '../src/app/ports.ts'
import { ensureSandboxMerchant } from '../src/app/sandbox-merchant.ts'
import { systemClock } from '../src/base/clock.ts'
import { createLog } from '../src/base/log.ts'
import { systemTime } from '../src/base/real-time.ts'
import { createVault } from '../src/base/vault.ts'
import { createMetrics } from '../src/http/metrics.ts'
import { createHttpServer } from '../src/http/server.ts'
import { authenticateKey } from '../src/operations/authenticate.ts'
import { chargeCreate } from '../src/operations/charge-create.ts'
import type { Deps } from '../src/operations/deps.ts'
import { openDatabase } from '../src/store/database.ts'
import { createCursorCodec } from '../src/store/log/cursor.ts'
import { createLogTail } from '../src/workers/log-tail.ts'
import { serveParent } from './children.ts'
import { fillTables } from './data.ts'
import { SANDBOX_KEY } from './gateway.ts'
import { instantProviders } from './instant-provider.ts'
import { inLanes, type Lanes } from './lanes.ts'
import { type Owners, recordTransactions } from './recording.ts'

// With charges of the past: on empty tables PostgreSQL would keep plans that suit nothing else.
const SIZE = { agreements: 500, chargesPerAgreement: 20 }

const url = process.env['DATABASE_URL'] ?? ''
const now = systemClock.now()
const log = createLog({ level: 'warn', program: 'gateway' })
const vault = createVault(new Uint8Array(32).fill(7))
const database = openDatabase({ url })
const recorder = recordTransactions(database.pool)
const tenant = await ensureSandboxMerchant(database, SANDBOX_KEY, now)
const owners: Owners = await fillTables(database, vault, tenant, SIZE)
const { agreementIds } = owners
const tail = createLogTail({ database, url, log })
await tail.start()
const deps: Deps = {
  database,
  vault,
  clock: systemClock,
  realTime: systemTime,
  log,
  providers: instantProviders(),
  cursors: createCursorCodec({ epoch: 'benchmark', vault }),
  background: createBackground({ log }),
  tail,
  settings: {
    publicUrl: 'https://gateway.example',
    absenceMs: 60_000,
    providerDeadlineMs: 20_000,
    answerWaitMs: 8_000,
    resendWindowMs: 30_000,
    sandbox: true,
    accountOwner: () => tenant,
  },
}
const caller = await authenticateKey(deps, SANDBOX_KEY)
if (caller === undefined) throw new Error('the key does not hold')
const server = createHttpServer({ ports: portsFrom(deps, tail), metrics: createMetrics(), log })
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
    /** What one charge sends. Connections and statements are warm. */
    async record() {
      for (let i = 0; i < 50; i++) await charge()
      recorder.start()
      await charge()
      return recorder.stop()
    },
    /** The names of the statements that a request sends to this process meanwhile, and to nobody else. */
    async statements({ body }: { body: string }) {
      const names: string[] = []
      const ask = () =>
        fetch(`${httpUrl}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
          body,
        }).then(answer => answer.text())
      await ask()
      // The log's tail looks for news by itself, whoever asks what.
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
    await tail.stop()
    await database.close()
  },
)
