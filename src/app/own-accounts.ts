import type { Vault } from '../base/encryption.ts'
import type { Log } from '../base/log/log.ts'
import { ownAccountOf } from '../operations/provider-account/credentials.ts'
import type { OpenRegistry } from '../providers/registry.ts'
import { accountChanges, accountsByIds, accountVersions } from '../store/provider-account/repository.ts'
import type { Sql } from '../store/sql/database.ts'

/** How soon a process sees that another has changed an account. */
const POLL_MS = 1_000

interface OwnAccountsOptions {
  readonly database: Sql
  readonly vault: Vault
  readonly log: Log
  readonly registry: OpenRegistry
}

/** Reads the merchants' accounts into the registry, if they have changed since the last read. One read at a time. */
export function accountReader({ database, vault, log, registry }: OwnAccountsOptions): () => Promise<void> {
  const versions = new Map<string, number>()
  let seen = ''
  const read = async () => {
    const changes = await accountChanges(database)
    if (changes === seen) return
    const risen = (await accountVersions(database)).filter(({ id, version }) => (versions.get(id) ?? 0) < version)
    const ids = risen.map(({ id }) => id)
    const rows = await accountsByIds(database, ids)
    const opened = rows.flatMap(row => {
      try {
        return ownAccountOf(vault, row)
      } catch (error) {
        // The other accounts still work.
        log.error({ providerAccount: row.id, err: error }, 'the credentials of a provider account cannot be read')
        return []
      }
    })
    registry.put(opened)
    for (const { id, version } of rows) versions.set(id, version)
    // The state before the rows were read: a change since then is found by the next read.
    seen = changes
  }
  let reading: Promise<void> = Promise.resolve()
  return () => {
    reading = reading.catch(() => {}).then(read)
    return reading
  }
}

/** Keeps the registry's accounts of merchants as they are in the database, in every process and without a restart. */
export async function followOwnAccounts(options: OwnAccountsOptions) {
  const { log } = options
  const refresh = accountReader(options)
  await refresh()
  let looking: Promise<void> | undefined
  let failing = false
  const look = async () => {
    try {
      await refresh()
      failing = false
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'the provider accounts could not be read; they are polled again')
      failing = true
    }
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, POLL_MS)
  return {
    refresh,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
