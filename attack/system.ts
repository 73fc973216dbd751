import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SANDBOX_MERCHANT } from '../src/app/sandbox-merchant.ts'
import { newId } from '../src/base/id.ts'
import { backendScopes } from '../src/domain/access/scopes.ts'
import { keepApiKey, newApiKey } from '../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../src/store/merchant/merchants.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { placedDataFolder } from '../src/supervisor/postgres/data-folder.ts'
import { readPostmaster } from '../src/supervisor/postgres/postmaster.ts'
import { type Perennial, startPerennial } from '../test/support/processes.ts'
import type { System } from './measure.ts'
import { postgresMb, residentMb } from './memory.ts'

const KEY = 'sk_test_attacked'
const OTHER_MERCHANT = 'Another'
const QUERY = JSON.stringify({ query: '{ consumers(first: 1) { nodes { id } } }' })

/** Starts everything as `npm start` does, in separate processes, on a new database. */
export async function startSystem(scale: number): Promise<{ system: System; stop(): Promise<void> }> {
  const perennial = await startPerennial({ env: { SANDBOX: 'on', SANDBOX_API_KEY: KEY } })
  try {
    const url = perennial.url.replace('localhost', '127.0.0.1')
    const [plainKey, otherKey] = [await makeKey(perennial, SANDBOX_MERCHANT), await makeKey(perennial, OTHER_MERCHANT)]
    const postmaster = await readPostmaster(await placedDataFolder(perennial.dataDir))
    return {
      system: {
        target: { url, key: KEY, plainKey, otherKey, scale },
        gatewayMb: () => residentMb(gatewayPid(perennial)),
        postgresMb: () => postgresMb(postmaster?.pid ?? 0),
        ask: signal => askGateway(url, otherKey, signal),
        printedBytes: () => perennial.output().length,
        deaths: () => perennial.output().split('The gateway has ended').length - 1,
      },
      stop: async () => {
        await perennial.stop()
        await perennial.cleanUp()
      },
    }
  } catch (error) {
    await perennial.cleanUp()
    throw error
  }
}

/** A key with a backend's scopes. The simulators' accounts belong to SANDBOX_MERCHANT. */
async function makeKey({ databaseUrl }: Perennial, name: string): Promise<string> {
  if (databaseUrl === undefined) throw new Error('there is no embedded database')
  const database = openDatabase({ url: databaseUrl, maxConnections: 1, applicationName: 'perennial-attack' })
  try {
    const now = new Date()
    const key = newApiKey('TEST')
    const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
    await keepApiKey(database, key, { tenant: { merchantId, mode: 'TEST' }, scopes: backendScopes, now })
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
