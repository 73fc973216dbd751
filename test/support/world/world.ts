import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBackground } from '../../../src/app/background.ts'
import { accountReader } from '../../../src/app/own-accounts.ts'
import type { Vault } from '../../../src/base/encryption.ts'
import { newId } from '../../../src/base/id.ts'
import { createLog } from '../../../src/base/log/log.ts'
import { createOutbound } from '../../../src/base/outbound/outbound.ts'
import { systemClock } from '../../../src/base/time/clock.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import { providerCodes } from '../../../src/domain/enums.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import { createProviderRegistry } from '../../../src/providers/registry.ts'
import type { Inferences as ApsInferences } from '../../../src/sandbox/aps/inferences.ts'
import type { Inferences as PproInferences } from '../../../src/sandbox/ppro/inferences.ts'
import type { Sandbox } from '../../../src/sandbox/server.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase } from '../database/database.ts'
import { until } from '../until.ts'
import { simulatorClock } from './simulator-clock.ts'
import { account, apsAccount, startSimulators } from './simulators.ts'
import { newVault } from './vault.ts'

/** A notification that is due later than this is not waited for. */
const SOON_MS = 5_000

/** The operations on a real database with the simulator behind them: a gateway without its HTTP server. */
export interface World {
  readonly deps: Deps
  readonly caller: Caller
  readonly database: Database
  readonly sandbox: Sandbox
  /** The base address for its notifications, below `/webhooks/`. */
  readonly inboxUrl: string
  /** A caller of another merchant. */
  stranger(): Promise<Caller>
  /**
   * Waits until the simulators have sent all notifications that are due soon, and no background work runs: a late
   * notification would change the test's later data. What processes one can ask a provider for more, which notifies
   * again.
   */
  quiet(): Promise<void>
  /**
   * Waits for the current background work.
   * @returns its amount.
   */
  settled(): Promise<number>
  close(): Promise<void>
}

export async function createWorld(
  settings: Partial<Deps['settings']> = {},
  given: Partial<Pick<Deps, 'clock'>> & {
    readonly pproInferences?: Partial<PproInferences>
    readonly apsInferences?: Partial<ApsInferences>
    /** Opens the database's own vault; left out: one of the world's, of which the database knows nothing. */
    readonly openVault?: (database: Database) => Promise<Vault>
    /** A database that the caller ends, instead of a new one. */
    readonly databaseUrl?: string
  } = {},
): Promise<World> {
  const { pproInferences, apsInferences } = given
  const testDatabase = given.databaseUrl === undefined ? await createTestDatabase() : undefined
  const database = openDatabase({ url: given.databaseUrl ?? testDatabase?.url ?? '' })
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', program: 'test' })
  const background = createBackground({ log })
  const vault = given.openVault ? await given.openVault(database) : newVault()
  const sandbox = await startSimulators({ ppro: { inferences: pproInferences }, aps: { inferences: apsInferences } })
  const registry = createProviderRegistry(
    {
      ppro: { baseUrl: `${sandbox.url}/ppro`, ...account, simulated: true },
      aps: {
        apiUrl: `${sandbox.url}/aps/FortAPI/paymentApi`,
        pageUrl: `${sandbox.url}/aps/FortAPI/paymentPage`,
        ...apsAccount,
        simulated: true,
      },
    },
    { log },
  )
  const providers = { ...registry, refresh: accountReader({ database, vault, log, registry }) }
  const caller = await newMerchant(database)
  const outbound = createOutbound({ loopback: true, deadlineMs: 20_000 })
  const deps: Deps = {
    database,
    vault,
    clock: given.clock ?? systemClock,
    realTime: systemTime,
    log,
    providers,
    cursors: createCursorCodec({ epoch: 'test', vault }),
    background,
    tail: {
      wake: () => {},
      newestChange: () => undefined,
      subscribe: () => {
        throw new Error('this world has no tail')
      },
    },
    outbound,
    settings: {
      publicUrl: 'http://gateway.test',
      absenceMs: 200,
      providerDeadlineMs: 2_000,
      answerWaitMs: 5_000,
      resendWindowMs: 1_000,
      sandbox: true,
      accountOwner: () => caller.tenant,
      accountAddresses: () => ({
        ppro: { baseUrl: `${sandbox.url}/ppro`, simulated: true },
        aps: {
          apiUrl: `${sandbox.url}/aps/FortAPI/paymentApi`,
          pageUrl: `${sandbox.url}/aps/FortAPI/paymentPage`,
          simulated: true,
        },
      }),
      ...settings,
    },
  }
  const inbox = await receiveWebhooks(deps)
  const areSent = async () => {
    const { now, nextDue, inFlight } = await simulatorClock({ sandbox })
    return inFlight === 0 && (nextDue === null || Date.parse(nextDue) > Date.parse(now) + SOON_MS)
  }
  for (const provider of providerCodes) sandbox.setWebhookUrl(provider, `${inbox.url}/webhooks/${provider}`)
  return {
    deps,
    caller,
    database,
    sandbox,
    inboxUrl: inbox.url,
    stranger: () => newMerchant(database),
    async quiet() {
      do {
        await until('the providers to have sent their notifications', areSent)
        await background.drain(10_000)
      } while (!(await areSent()))
    },
    settled: () => background.settled(),
    async close() {
      await sandbox.close()
      inbox.server.closeAllConnections()
      await new Promise(resolve => inbox.server.close(resolve))
      await background.drain(10_000)
      await outbound.close()
      await providers.close()
      await database.close()
      await testDatabase?.drop()
    },
  }
}

async function newMerchant(database: Database): Promise<Caller> {
  const merchantId = newId('merchant', new Date())
  await database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [merchantId])
  const actor = newId('apiKey', new Date())
  return { tenant: { merchantId, mode: 'TEST' }, merchantName: merchantId, actor, scopes: backendScopes }
}

async function receiveWebhooks(deps: Deps): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
      )
      const [provider, account] = /^\/webhooks\/(\w+)(?:\/(\w+))?$/.exec(request.url ?? '')?.slice(1) ?? []
      const code = providerCodes.find(each => each === provider) ?? 'PPRO'
      const delivery = { headers, rawBody: Buffer.concat(chunks), receivedAt: new Date() }
      webhookReceive(deps, code, delivery, account).then(
        ({ status }) => response.writeHead(status).end(),
        () => response.writeHead(503).end(),
      )
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
