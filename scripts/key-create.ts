// npm run key:create -- --merchant NAME --mode test|live [--scope operator]
// Creates the merchant if none has that name, and prints a new key of it, once. Uses DATABASE_URL, or the embedded
// PostgreSQL under DATA_DIR, running or not. `npm run admin -- keys` does more.
import { merchantNameOf, modeOf, readWords, WrongUsage } from '../src/admin/command.ts'
import { withDatabase } from '../src/admin/open.ts'
import { newId } from '../src/base/id.ts'
import { StartupError } from '../src/base/log/startup-error.ts'
import { keepApiKey, newApiKey } from '../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../src/store/merchant/merchants.ts'

const USAGE = `Usage: npm run key:create -- --merchant NAME --mode test|live [--scope operator]
A test key sees and makes test data only. Scope operator marks the key of an operator.`

function readArguments() {
  const { values } = readWords(process.argv.slice(2), {
    merchant: { type: 'string' },
    mode: { type: 'string' },
    scope: { type: 'string', multiple: true, default: [] },
  })
  const isOperator = (scope: string) => scope === 'operator'
  if (!values.scope.every(isOperator)) throw new WrongUsage('the scope is unknown')
  const scopes = values.scope.map(() => 'operator' as const)
  return { mode: modeOf(values.mode), name: merchantNameOf(values.merchant), scopes }
}

async function createKey(): Promise<string> {
  const { name, mode, scopes } = readArguments()
  return withDatabase('perennial-key-create', async ({ database, clock }) => {
    const now = clock.now()
    const key = newApiKey(mode)
    const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
    await keepApiKey(database, key, { tenant: { merchantId, mode }, scopes, now })
    return key
  })
}

try {
  process.stdout.write(`${await createKey()}\n`)
  process.stderr.write('It is not kept and cannot be shown again.\n')
  process.exit(0)
} catch (error) {
  if (!(error instanceof WrongUsage || error instanceof StartupError)) throw error
  process.stderr.write(`${error instanceof WrongUsage ? USAGE : error.message}\n`)
  process.exit(1)
}
