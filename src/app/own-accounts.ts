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

/** Keeps the registry's accounts of merchants as they are in the database, in every process and without a restart. */
export async function followOwnAccounts({ database, vault, log, registry }: OwnAccountsOptions) {
  const versions = new Map<string, number>()
  let seen = ''
  const read = async () => {
    const changes = await accountChanges(database)
    if (changes === seen) return
    const risen = (await accountVersions(database)).filter(({ id, version }) => (versions.get(id) ?? 0) < version)
    const rows = await accountsByIds(
      database,
      risen.map(({ id }) => id),
    )
    registry.put(rows.map(row => ownAccountOf(vault, row)))
    for (const { id, version } of rows) versions.set(id, version)
    // As it was before the rows were read: a change since then is seen next time.
    seen = changes
  }
  let reading: Promise<void> = Promise.resolve()
  const refresh = () => {
    reading = reading.catch(() => {}).then(read)
    return reading
  }
  await refresh()
  let looking = false
  let failing = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    refresh()
      .then(
        () => {
          failing = false
        },
        (error: unknown) => {
          if (!failing) log.warn({ err: error }, 'the provider accounts could not be read; they are polled again')
          failing = true
        },
      )
      .finally(() => {
        looking = false
      })
  }, POLL_MS)
  return {
    refresh,
    async stop() {
      clearInterval(timer)
      await reading.catch(() => {})
    },
  }
}
