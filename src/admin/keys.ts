import { newId } from '../base/id.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { apiKeyStatus } from '../domain/access/api-key.ts'
import { scopes as allScopes } from '../domain/access/scopes.ts'
import type { Tenant } from '../domain/enums.ts'
import { apiKeyCreate } from '../operations/api-key/create.ts'
import { apiKeyRevoke } from '../operations/api-key/revoke.ts'
import { apiKeyRotate } from '../operations/api-key/rotate.ts'
import { listApiKeys, tenantOfApiKey } from '../store/merchant/api-keys.ts'
import { ensureMerchant, findMerchant } from '../store/merchant/merchants.ts'
import type { Sql } from '../store/sql/database.ts'
import type { ApiKeyRow } from '../store/tables/api-key.ts'
import { type Command, done, merchantNameOf, modeOf, readWords, table, wholeNumberOf } from './command.ts'
import { withDatabase } from './open.ts'

const NOT_KEPT = 'It is not kept and cannot be shown again.\n'
const DAY_MS = 24 * 3_600_000
const APPLICATION = 'perennial-admin-keys'
/** Who runs a command on the machine may do everything. */
const operator = { scopes: allScopes, actor: 'admin' } as const

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
    const { apiKey, secret } = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const now = clock.now()
      const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name }, now)
      const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY_MS)
      const caller = { ...operator, tenant: { merchantId, mode } }
      return done(
        await apiKeyCreate({ database, clock }, caller, { label: values.label, scopes: values.scope, expiresAt }),
      )
    })
    process.stdout.write(`${secret}\n`)
    process.stderr.write(`${apiKey.id}. ${NOT_KEPT}`)
  },
}

const list: Command = {
  usage: 'keys list --merchant NAME --mode test|live',
  async run(words) {
    const { values } = readWords(words, { merchant: { type: 'string' }, mode: { type: 'string' } })
    const [name, mode] = [values.merchant?.trim() ?? '', modeOf(values.mode)]
    const rows = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const merchantId = await findMerchant(database, name)
      if (merchantId === undefined) throw new StartupError(`There is no merchant with the name "${name}".`)
      const now = clock.now()
      return (await listApiKeys(database, { merchantId, mode })).map(key => lineOf(key, now))
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
  usage: 'keys rotate KEY_ID [--overlap-seconds N] (86400, i.e. 24 hours, unless said; 0 ends the old key at once)',
  async run(words) {
    const { values, positionals } = readWords(words, { 'overlap-seconds': { type: 'string' } }, 1)
    const [apiKeyId = ''] = positionals
    const overlapSeconds = wholeNumberOf('--overlap-seconds', values['overlap-seconds'])
    const { apiKey, secret, replaced } = await withDatabase(APPLICATION, async ({ database, clock }) => {
      const caller = { ...operator, tenant: await tenantOf(database, apiKeyId) }
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
      const caller = { ...operator, tenant: await tenantOf(database, apiKeyId) }
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
