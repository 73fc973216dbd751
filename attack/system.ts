import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SANDBOX_MERCHANT } from '../src/app/sandbox/merchant.ts'
import { newId } from '../src/base/id.ts'
import { backendScopes, type Scope, scopes } from '../src/domain/access/scopes.ts'
import type { Mode } from '../src/domain/enums.ts'
import { keepApiKey, newApiKey } from '../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../src/store/merchant/merchants.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { placedDataFolder } from '../src/supervisor/postgres/data-folder.ts'
import { readPostmaster } from '../src/supervisor/postgres/postmaster.ts'
import { type Perennial, startPerennial } from '../test/support/programs/processes.ts'
import type { Profile } from './attack.ts'
import type { System } from './measure.ts'
import { postgresMb, residentMb } from './memory.ts'
import { starvedMs } from './processor.ts'
import { openProduction } from './production.ts'

const SANDBOX_KEY = 'sk_test_attacked'
/** The simulator's, unless another one is configured. */
const SANDBOX_PPRO_SECRET = 'ppro-sandbox-webhook-secret'
const OTHER_MERCHANT = 'Another'
const QUERY = JSON.stringify({ query: '{ consumers(first: 1) { nodes { id } } }' })

/** Starts everything as `npm start` does, in separate processes, on a new database. */
export async function startSystem(scale: number, profile: Profile): Promise<{ system: System; stop(): Promise<void> }> {
  const production = profile === 'production' ? await openProduction() : undefined
  let perennial: Perennial | undefined
  const stop = async () => {
    await perennial?.stop()
    await perennial?.cleanUp()
    await production?.stop()
  }
  try {
    const env = production?.environment ?? { SANDBOX: 'on', SANDBOX_API_KEY: SANDBOX_KEY }
    const started = await startPerennial({ env, ...(production && { dataDir: production.dataDir }) })
    perennial = started
    const url = started.url.replace('localhost', '127.0.0.1')
    const mode = production ? 'LIVE' : 'TEST'
    // In production the first merchant is the one whose keys use the account of the variables.
    const attacked = production ? 'Attacked' : SANDBOX_MERCHANT
    const make = (name: string, held: readonly Scope[]) =>
      makeKey(production?.databaseUrl ?? started.databaseUrl, { name, mode, scopes: held })
    const key = production ? await make(attacked, scopes) : SANDBOX_KEY
    const [plainKey, otherKey] = [await make(attacked, backendScopes), await make(OTHER_MERCHANT, backendScopes)]
    const postgresPid =
      production?.databasePid ?? (await readPostmaster(await placedDataFolder(started.dataDir)))?.pid ?? 0
    const publicUrl = production?.publicUrl ?? started.url
    const pproSecret = production?.pproSecret ?? SANDBOX_PPRO_SECRET
    return {
      system: {
        target: { url, publicUrl, key, plainKey, otherKey, pproSecret, scale },
        gatewayMb: () => residentMb(gatewayPid(started)),
        postgresMb: () => postgresMb(postgresPid),
        starvedMs: () => starvedMs(gatewayPid(started)),
        ask: signal => askGateway(url, otherKey, signal),
        printedBytes: () => started.output().length,
        deaths: () => started.output().split('The gateway has ended').length - 1,
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface KeyToMake {
  /** The merchant's. The simulators' accounts belong to SANDBOX_MERCHANT. */
  readonly name: string
  readonly mode: Mode
  readonly scopes: readonly Scope[]
}

async function makeKey(databaseUrl: string | undefined, { name, mode, scopes }: KeyToMake): Promise<string> {
  if (databaseUrl === undefined) throw new Error('there is no database')
  const database = openDatabase({ url: databaseUrl, maxConnections: 1, applicationName: 'perennial-attack' })
  try {
    const now = new Date()
    const key = newApiKey(mode)
    const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
    await keepApiKey(database, key, { tenant: { merchantId, mode }, scopes, now })
    return key
  } finally {
    await database.close()
  }
}

/** Read each time, because the gateway may have been restarted. */
function gatewayPid({ dataDir }: Perennial): number {
  try {
    const text = readFileSync(path.join(dataDir, 'processes', 'gateway.json'), 'utf8')
    return (JSON.parse(text) as { pid: number }).pid
  } catch {
    return 0 // it has ended
  }
}

/** Uses a new connection, because those are refused first. */
async function askGateway(url: string, key: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', body: QUERY, headers, signal })
  const { errors } = (await response.json()) as { errors?: unknown }
  if (response.status !== 200 || errors !== undefined) throw new Error(`answered ${response.status}`)
}
