import type { Vault } from '../base/encryption.ts'
import type { Log } from '../base/log/log.ts'
import { accountStateOf, ownAccountOf } from '../operations/provider-account/credentials.ts'
import type { AccountState, OwnAccount } from '../providers/port/account.ts'
import type { OpenRegistry } from '../providers/registry.ts'
import { accountChanges, accountsByIds, accountVersions } from '../store/provider-account/repository.ts'
import type { Sql } from '../store/sql/database.ts'
import { poll } from './poll.ts'

/** How soon a process sees that another has changed an account. */
const POLL_MS = 1_000
const UNREADABLE =
  'the credentials of a provider account cannot be decrypted: nothing is sent on it until they are set again'

interface OwnAccountsOptions {
  readonly database: Sql
  readonly vault: Vault
  readonly log: Log
  readonly registry: OpenRegistry
  /** Called after each change with the number of accounts whose credentials cannot be read. */
  readonly onRead?: (unreadable: number) => void
}

/** Reads the merchants' accounts into the registry, if they have changed since the last read. One read at a time. */
export function accountReader(options: OwnAccountsOptions): () => Promise<void> {
  const { database, vault, log, registry, onRead } = options
  const versions = new Map<string, number>()
  const unreadable = new Set<string>()
  let seen = ''
  const read = async () => {
    const changes = await accountChanges(database)
    if (changes === seen) return
    const risen = (await accountVersions(database)).filter(({ id, version }) => (versions.get(id) ?? 0) < version)
    const ids = risen.map(({ id }) => id)
    const rows = await accountsByIds(database, ids)
    const opened: OwnAccount[] = []
    const closed: AccountState[] = []
    for (const row of rows)
      try {
        opened.push(ownAccountOf(vault, row))
        unreadable.delete(row.id)
      } catch (error) {
        // The other accounts still work.
        log.error({ providerAccount: row.id, err: error }, UNREADABLE)
        closed.push(accountStateOf(row))
        unreadable.add(row.id)
      }
    registry.put(opened)
    registry.putUnreadable(closed)
    onRead?.(unreadable.size)
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
  const failure = 'the provider accounts could not be read; retrying'
  const polling = poll({ everyMs: POLL_MS, log, failure }, refresh)
  return { refresh, stop: polling.stop }
}
