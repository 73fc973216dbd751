// npm run key:create -- --merchant NAME --mode test|live [--scope SCOPE …]
// Creates a new key of the merchant and prints it once. Creates the merchant if no merchant has that name. Without
// --scope, the key gets all scopes that a merchant's backend needs. Uses DATABASE_URL, or the embedded PostgreSQL under
// DATA_DIR, whether it is running or not. `npm run admin -- keys` has more commands.
import { merchantNameOf, modeOf, readWords, WrongUsage } from '../src/admin/command.ts'
import { createKey } from '../src/admin/keys.ts'
import { withDatabase } from '../src/admin/open.ts'
import { StartupError } from '../src/base/log/startup-error.ts'
import { backendScopes, isScope, scopes } from '../src/domain/access/scopes.ts'

const USAGE = `Usage: npm run key:create -- --merchant NAME --mode test|live [--scope SCOPE …]
A test key sees and makes test data only.
Without --scope the key gets ${backendScopes.join(', ')}. With it, the key gets exactly the scopes that you name, one
--scope for each: ${scopes.join(', ')}.`

function readArguments() {
  const { values } = readWords(process.argv.slice(2), {
    merchant: { type: 'string' },
    mode: { type: 'string' },
    scope: { type: 'string', multiple: true, default: [] },
  })
  const { scope } = values
  if (!scope.every(isScope)) throw new WrongUsage('the scope is unknown')
  const chosen = scope.length === 0 ? backendScopes : scopes.filter(one => scope.includes(one))
  return { mode: modeOf(values.mode), name: merchantNameOf(values.merchant), scopes: chosen }
}

try {
  const key = readArguments()
  const { secret } = await withDatabase('perennial-key-create', opened => createKey(opened, key))
  process.stdout.write(`${secret}\n`)
  process.stderr.write('It is not stored and cannot be shown again.\n')
  process.exit(0)
} catch (error) {
  if (!(error instanceof WrongUsage || error instanceof StartupError)) throw error
  process.stderr.write(`${error instanceof WrongUsage ? USAGE : error.message}\n`)
  process.exit(1)
}
