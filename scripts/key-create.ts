// npm run key:create -- --merchant NAME --mode test|live [--scope SCOPE …]
// Creates the merchant if none has that name, and prints a new key of it, once. Without --scope the key can do all that a
// merchant's backend needs. Uses DATABASE_URL, or the embedded PostgreSQL under DATA_DIR, running or not.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { keepApiKey, newApiKey } from '../src/app/api-key.ts'
import { SANDBOX_MERCHANT } from '../src/app/sandbox-merchant.ts'
import { newId } from '../src/base/id.ts'
import { StartupError } from '../src/base/log/startup-error.ts'
import { readConfig } from '../src/config/read.ts'
import { backendScopes, isScope, scopes } from '../src/domain/access/scopes.ts'
import { ensureMerchant } from '../src/store/merchant/merchants.ts'
import { migrate } from '../src/store/migrations/migrate.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { startEmbeddedDatabase } from '../src/supervisor/embedded-database.ts'

const USAGE = `Usage: npm run key:create -- --merchant NAME --mode test|live [--scope SCOPE …]
A test key sees and makes test data only.
Without --scope the key gets ${backendScopes.join(', ')}. With it, the key gets exactly the scopes that you name, one
--scope for each: ${scopes.join(', ')}.`

function readArguments() {
  const { values } = parseArgs({
    options: {
      merchant: { type: 'string' },
      mode: { type: 'string' },
      scope: { type: 'string', multiple: true, default: [] },
    },
  })
  const { merchant = '', mode, scope } = values
  const name = merchant.trim()
  if (name === '' || name.length > 200 || (mode !== 'test' && mode !== 'live') || !scope.every(isScope))
    throw new StartupError(USAGE)
  if (name === SANDBOX_MERCHANT)
    throw new StartupError(`The merchant "${SANDBOX_MERCHANT}" is the sandbox's own: its key is SANDBOX_API_KEY.`)
  const chosen = scope.length === 0 ? backendScopes : scopes.filter(one => scope.includes(one))
  return { name, mode: mode === 'live' ? ('LIVE' as const) : ('TEST' as const), scopes: chosen }
}

async function findDatabase(): Promise<{ url: string; release(): Promise<void> }> {
  // As `npm start` would read it, but only the part that is needed here: that start reports the other problems.
  const { DATABASE_URL, DATA_DIR } = process.env
  const result = readConfig({ SANDBOX: 'on', DATABASE_URL, DATA_DIR })
  if (!result.ok) throw new StartupError(result.problems.map(({ name, message }) => `${name} ${message}.`).join('\n'))
  const { databaseUrl, dataDir } = result.config
  if (databaseUrl !== undefined) return { url: databaseUrl, release: async () => {} }
  const folder = path.resolve(dataDir)
  await mkdir(folder, { recursive: true })
  const { url, server } = await startEmbeddedDatabase(folder)
  // A running one belongs to another process.
  return { url, release: async () => void (server.adopted || (await server.stop())) }
}

async function createKey(): Promise<string> {
  const { name, mode, scopes: chosen } = readArguments()
  const { url, release } = await findDatabase()
  try {
    await migrate(url)
    const database = openDatabase({ url, maxConnections: 1, applicationName: 'perennial-key-create' })
    try {
      const now = new Date()
      const key = newApiKey(mode)
      const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
      await keepApiKey(database, key, { tenant: { merchantId, mode }, scopes: chosen, now })
      return key
    } finally {
      await database.close()
    }
  } finally {
    await release()
  }
}

try {
  process.stdout.write(`${await createKey()}\n`)
  process.stderr.write('It is not kept and cannot be shown again.\n')
  process.exit(0)
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage && !(error instanceof StartupError)) throw error
  process.stderr.write(`${isUsage ? USAGE : error.message}\n`)
  process.exit(1)
}
