import { text } from 'node:stream/consumers'
import { createLog } from '../base/log/log.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { isRecord, parseJson } from '../base/text/json.ts'
import { systemTime } from '../base/time/real-time.ts'
import { accountAddresses } from '../config/account-addresses.ts'
import { accountStatus } from '../operations/provider-account/credentials.ts'
import type { ProviderAccountSetInput } from '../operations/provider-account/input.ts'
import { providerAccountRetire } from '../operations/provider-account/retire.ts'
import { providerAccountSet } from '../operations/provider-account/set.ts'
import { createProviderRegistry } from '../providers/registry.ts'
import { accountsOf, tenantOfAccount } from '../store/provider-account/repository.ts'
import { type Command, done, modeOf, readWords, table, WrongUsage, wholeNumberOf } from './command.ts'
import { type Opened, openVault, withDatabase } from './open.ts'
import { operatorOf, tenantNamed } from './operator.ts'

const APPLICATION = 'perennial-admin-accounts'
const TRIAL_MS = 20_000

/** The fields of each provider's credentials, and the variables that contain them if they are not given as JSON. */
const fields = {
  ppro: {
    merchantId: 'ACCOUNT_PPRO_MERCHANT_ID',
    apiKey: 'ACCOUNT_PPRO_API_KEY',
    webhookSecret: 'ACCOUNT_PPRO_WEBHOOK_SECRET',
  },
  aps: {
    merchantIdentifier: 'ACCOUNT_APS_MERCHANT_IDENTIFIER',
    accessCode: 'ACCOUNT_APS_ACCESS_CODE',
    shaRequestPhrase: 'ACCOUNT_APS_SHA_REQUEST_PHRASE',
    shaResponsePhrase: 'ACCOUNT_APS_SHA_RESPONSE_PHRASE',
  },
} as const
const SHA_TYPE = 'ACCOUNT_APS_SHA_TYPE'
const shaTypes = ['SHA-256', 'SHA-512', 'HMAC-256', 'HMAC-512'] as const

const set: Command = {
  usage:
    'accounts set --merchant NAME --mode test|live --provider ppro|aps [--stdin] [--overlap-seconds N] [--no-try]\n' +
    '    Credentials: from the variables ACCOUNT_PPRO_… and ACCOUNT_APS_…, or with --stdin a JSON object such as\n' +
    `    {${Object.keys(fields.ppro)
      .map(name => `"${name}": "…"`)
      .join(', ')}}`,
  async run(words) {
    const { values } = readWords(words, {
      merchant: { type: 'string' },
      mode: { type: 'string' },
      provider: { type: 'string' },
      stdin: { type: 'boolean', default: false },
      'overlap-seconds': { type: 'string' },
      'no-try': { type: 'boolean', default: false },
    })
    const { provider, merchant } = values
    const mode = modeOf(values.mode)
    if (provider !== 'ppro' && provider !== 'aps') throw new WrongUsage('--provider must be ppro or aps')
    const credentials = credentialsOf(provider, values.stdin ? await standardInput() : fromEnvironment(provider))
    const overlapSeconds = wholeNumberOf('--overlap-seconds', values['overlap-seconds'])
    const { providerAccount, trial } = await withDatabase(APPLICATION, async opened => {
      const tenant = await tenantNamed(opened.database, merchant, mode)
      const caller = operatorOf(tenant, 'accounts set', opened.clock.now())
      const input = { ...credentials, overlapSeconds }
      return done(await providerAccountSet(await depsOf(opened), caller, input, { untried: values['no-try'] }))
    })
    process.stdout.write(`${providerAccount.id}\n`)
    process.stderr.write(`${providerAccount.name} is set (credentials: ${trial}).\n`)
  },
}

const list: Command = {
  usage: 'accounts list --merchant NAME --mode test|live',
  async run(words) {
    const { values } = readWords(words, { merchant: { type: 'string' }, mode: { type: 'string' } })
    const mode = modeOf(values.mode)
    const rows = await withDatabase(APPLICATION, async ({ database }) =>
      accountsOf(database, await tenantNamed(database, values.merchant, mode)),
    )
    const header = ['ID', 'PROVIDER', 'NAME', 'ACCESS CODE', 'STATUS', 'SET']
    const lines = rows.map(row => [
      ...[row.id, row.provider, row.name, row.accessCodeLast4 === null ? '-' : `…${row.accessCodeLast4}`],
      ...[accountStatus(row), row.updatedAt.toISOString()],
    ])
    process.stdout.write(table([header, ...lines]))
  },
}

const retire: Command = {
  usage: 'accounts retire ACCOUNT_ID',
  async run(words) {
    const [providerAccountId = ''] = readWords(words, {}, 1).positionals
    await withDatabase(APPLICATION, async opened => {
      const tenant = await tenantOfAccount(opened.database, providerAccountId)
      if (tenant === undefined)
        throw new StartupError(`There is no account with the id ${providerAccountId}. "accounts list" shows the ids.`)
      const caller = operatorOf(tenant, 'accounts retire', opened.clock.now())
      done(await providerAccountRetire(await depsOf(opened), caller, { providerAccountId }))
    })
    process.stderr.write(`${providerAccountId} is retired.\n`)
  },
}

export const accountCommands: Readonly<Record<string, Command>> = {
  'accounts set': set,
  'accounts list': list,
  'accounts retire': retire,
}

type Needed = Parameters<typeof providerAccountSet>[0]

async function depsOf(opened: Opened): Promise<Needed> {
  const { database, clock, config } = opened
  const { vault } = await openVault(opened)
  const log = createLog({ level: 'silent', program: 'admin' })
  const providers = createProviderRegistry({ ppro: undefined, aps: undefined }, { log })
  const settings: Needed['settings'] = {
    providerDeadlineMs: TRIAL_MS,
    accountAddresses: mode => accountAddresses(config, mode),
  }
  return { database, clock, vault, providers, realTime: systemTime, settings }
}

function fromEnvironment(provider: 'ppro' | 'aps'): unknown {
  const given = Object.entries<string>(fields[provider]).map(([field, name]) => [field, process.env[name] ?? ''])
  const missing = given.flatMap(([field, value]) => (value === '' ? [fieldName(provider, field ?? '')] : []))
  if (missing.length > 0) throw new WrongUsage(`not set: ${missing.join(', ')}`)
  const shaType = provider === 'aps' ? process.env[SHA_TYPE] : undefined
  return { ...Object.fromEntries(given), ...(shaType && { shaType }) }
}

function fieldName(provider: 'ppro' | 'aps', field: string): string {
  return (fields[provider] as Readonly<Record<string, string>>)[field] ?? field
}

async function standardInput(): Promise<unknown> {
  return parseJson(await text(process.stdin))
}

function credentialsOf(provider: 'ppro' | 'aps', given: unknown): Pick<ProviderAccountSetInput, 'ppro' | 'aps'> {
  const names = Object.keys(fields[provider])
  const isText = (name: string) => isRecord(given) && typeof given[name] === 'string' && given[name] !== ''
  const missing = names.filter(name => !isText(name))
  if (!isRecord(given) || missing.length > 0)
    throw new WrongUsage(`the credentials must be a JSON object with ${names.join(', ')}`)
  const shaType = given['shaType']
  if (shaType !== undefined && !shaTypes.some(known => known === shaType))
    throw new WrongUsage(`the SHA type must be one of ${shaTypes.join(', ')}`)
  return { [provider]: given } as Pick<ProviderAccountSetInput, 'ppro' | 'aps'>
}
