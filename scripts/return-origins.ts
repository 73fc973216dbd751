// npm run return-origins -- --merchant NAME --mode test|live [--allow ORIGIN …] [--clear]
// Prints the origins that the merchant's returnUrl may have, or replaces them: all that are allowed are named each time. Uses
// DATABASE_URL.
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { putReturnOrigins } from '../src/app/return-origins.ts'
import { StartupError } from '../src/base/log/startup-error.ts'
import type { Tenant } from '../src/domain/enums.ts'
import { readReturnOrigins } from '../src/domain/merchant/return-origins.ts'
import { findMerchant } from '../src/store/merchant/merchants.ts'
import { findReturnOrigins } from '../src/store/merchant/return-origins.ts'
import { migrate } from '../src/store/migrations/migrate.ts'
import { type Database, openDatabase } from '../src/store/sql/database.ts'

const USAGE = `Usage: npm run return-origins -- --merchant NAME --mode test|live [--allow ORIGIN …] [--clear]
Without --allow and --clear it shows the list. --allow replaces the list; --clear allows every origin.`

function readArguments() {
  const { values } = parseArgs({
    options: {
      merchant: { type: 'string' },
      mode: { type: 'string' },
      allow: { type: 'string', multiple: true, default: [] },
      clear: { type: 'boolean', default: false },
    },
  })
  const { merchant, mode, allow, clear } = values
  if (!merchant || (mode !== 'test' && mode !== 'live') || (clear && allow.length > 0)) throw new StartupError(USAGE)
  return { merchant, mode: mode === 'live' ? ('LIVE' as const) : ('TEST' as const), allow, clear }
}

async function run(database: Database): Promise<readonly string[]> {
  const { merchant, mode, allow, clear } = readArguments()
  const merchantId = await findMerchant(database, merchant)
  if (merchantId === undefined)
    throw new StartupError(`There is no merchant "${merchant}": check the name, or create a key for it first.`)
  const tenant: Tenant = { merchantId, mode }
  if (allow.length > 0 || clear) {
    const read = readReturnOrigins(allow, mode)
    if (!read.ok) throw new StartupError(read.error.issues.map(({ message }) => `--allow: ${message}`).join('\n'))
    const operator = userInfo().username
    await putReturnOrigins(database, { tenant, origins: read.origins, operator, now: new Date() })
  }
  return findReturnOrigins(database, tenant)
}

try {
  readArguments()
  const url = process.env['DATABASE_URL']
  if (!url) throw new StartupError('DATABASE_URL is not set: set it to the PostgreSQL of the gateway.')
  await migrate(url)
  const database = openDatabase({ url, maxConnections: 1, applicationName: 'perennial-return-origins' })
  try {
    const origins = await run(database)
    process.stdout.write(origins.length > 0 ? `${origins.join('\n')}\n` : 'Every origin is allowed.\n')
  } finally {
    await database.close()
  }
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage && !(error instanceof StartupError)) throw error
  process.stderr.write(`${isUsage ? USAGE : error.message}\n`)
  process.exitCode = 1
}
