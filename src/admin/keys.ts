import { newId } from '../base/id.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { apiKeyStatus } from '../domain/access/api-key.ts'
import type { Mode, Tenant } from '../domain/enums.ts'
import { type ApiKeyCreated, apiKeyCreate } from '../operations/api-key/create.ts'
import { apiKeyRevoke } from '../operations/api-key/revoke.ts'
import { apiKeyRotate } from '../operations/api-key/rotate.ts'
import { listApiKeys, tenantOfApiKey } from '../store/merchant/api-keys.ts'
import { ensureMerchant } from '../store/merchant/merchants.ts'
import type { Sql } from '../store/sql/database.ts'
import type { ApiKeyRow } from '../store/tables.ts'
import { type Command, done, merchantNameOf, modeOf, readWords, table, wholeNumberOf } from './command.ts'
import { type Opened, withDatabase } from './open.ts'
import { operatorOf, tenantNamed } from './operator.ts'

const NOT_KEPT = 'It is not stored and cannot be shown again.\n'
const DAY_MS = 24 * 3_600_000
const APPLICATION = 'perennial-admin-keys'

const create: Command = {
  usage:
    'keys create --merchant NAME --mode test|live [--scope read|charge|refund|manage|operator]… [--label TEXT] [--expires-in-days N]',
  async run(words) {
    const { values } = readWords(words, {
      merchant: { type: 'string' },
      mode: { type: 'string' },
      scope: { type: 'string', multiple: true },
      label: { type: 'string' },
      'expires-in-days': { type: 'string' },
    })
    const [name, mode] = [merchantNameOf(values.merchant), modeOf(values.mode)]
    const days = wholeNumberOf('--expires-in-days', values['expires-in-days'])
    const { label, scope: scopes } = values
    const { apiKey, secret } = await withDatabase(APPLICATION, opened =>
      createKey(opened, { name, mode, label, scopes, days }),
    )
    process.stdout.write(`${secret}\n`)
    process.stderr.write(`${apiKey.id}. ${NOT_KEPT}`)
  },
}

interface KeyToCreate {
  /** The merchant's. */
  readonly name: string
  readonly mode: Mode
  readonly label?: string | undefined
  readonly scopes?: readonly string[] | undefined
  /** After how many days it ends. */
  readonly days?: number | undefined
}

/** A key of the merchant with this name, which is created if there is none. */
export async function createKey(
  { database, clock }: Opened,
  { name, mode, days, ...input }: KeyToCreate,
): Promise<ApiKeyCreated> {
  const now = clock.now()
  const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
  const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY_MS)
  const caller = operatorOf({ merchantId, mode }, 'keys create', now)
  return done(await apiKeyCreate({ database, clock }, caller, { ...input, expiresAt }))
}

const list: Command = {
  usage: 'keys list --merchant NAME --mode test|live',
  async run(words) {
    const { values } = readWords(words, { merchant: { type: 'string' }, mode: { type: 'string' } })
    const mode = modeOf(values.mode)
    const rows = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const tenant = await tenantNamed(database, values.merchant, mode)
      const now = clock.now()
      return (await listApiKeys(database, tenant)).map(key => lineOf(key, now))
    })
    const header = ['ID', 'KEY', 'STATUS', 'SCOPES', 'CREATED', 'LAST USED', 'ENDS', 'LABEL']
    process.stdout.write(table([header, ...rows]))
  },
}

function lineOf(key: ApiKeyRow, now: Date): readonly string[] {
  const ends = key.revokedAt ?? key.expiresAt
  return [
    ...[key.id, `${key.prefix}…${key.last4 ?? ''}`, apiKeyStatus(key, now), key.scopes.join(',')],
    ...[key.createdAt.toISOString(), key.lastUsedAt?.toISOString() ?? '-', ends?.toISOString() ?? '-', key.label ?? ''],
  ]
}

const rotate: Command = {
  usage: 'keys rotate KEY_ID [--overlap-seconds N] (default: 86400, i.e. 24 hours; 0 ends the old key at once)',
  async run(words) {
    const { values, positionals } = readWords(words, { 'overlap-seconds': { type: 'string' } }, 1)
    const [apiKeyId = ''] = positionals
    const overlapSeconds = wholeNumberOf('--overlap-seconds', values['overlap-seconds'])
    const { apiKey, secret, replaced } = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const caller = operatorOf(await tenantOf(database, apiKeyId), 'keys rotate', clock.now())
      return done(await apiKeyRotate({ database, clock }, caller, { apiKeyId, overlapSeconds }))
    })
    process.stdout.write(`${secret}\n`)
    process.stderr.write(`${apiKey.id}. ${NOT_KEPT}${replaced.id} works until ${replaced.expiresAt?.toISOString()}.\n`)
  },
}

const revoke: Command = {
  usage: 'keys revoke KEY_ID',
  async run(words) {
    const [apiKeyId = ''] = readWords(words, {}, 1).positionals
    await withDatabase(APPLICATION, async ({ database, clock }) => {
      const caller = operatorOf(await tenantOf(database, apiKeyId), 'keys revoke', clock.now())
      done(await apiKeyRevoke({ database, clock }, caller, { apiKeyId }))
    })
    process.stderr.write(`${apiKeyId} is revoked.\n`)
  },
}

export const keyCommands: Readonly<Record<string, Command>> = {
  'keys create': create,
  'keys list': list,
  'keys rotate': rotate,
  'keys revoke': revoke,
}

async function tenantOf(sql: Sql, apiKeyId: string): Promise<Tenant> {
  const tenant = await tenantOfApiKey(sql, apiKeyId)
  if (tenant === undefined)
    throw new StartupError(`There is no key with the id ${apiKeyId}. "keys list" shows the ids.`)
  return tenant
}
