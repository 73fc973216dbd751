import type { Caller } from '../../../operations/command/caller.ts'
import type { Ports } from '../../ports.ts'

export interface CredentialWatch {
  /** The caller as the last check found it: a key can get or lose scopes. */
  caller(): Caller
  end(): void
}

interface Watched extends CredentialWatch {
  readonly credential: string
  check(found: Caller | undefined): void
}

export interface CredentialWatches {
  /** @param onEnd Called once, when the credential has expired, was revoked or lost a scope. */
  watch(credential: string, caller: Caller, onEnd: () => void): CredentialWatch
}

interface CredentialWatchesOptions {
  readonly authenticateAll: Ports['authenticateAll']
  readonly everyMs: number
}

/**
 * Checks the credentials of all open sockets and streams of this process repeatedly, in one batch, because a revoked
 * credential must not receive events any longer. There is one timer, and one check for each credential, however many
 * connections use it.
 */
export function createCredentialWatches({ authenticateAll, everyMs }: CredentialWatchesOptions): CredentialWatches {
  const watches = new Set<Watched>()
  let timer: NodeJS.Timeout | undefined
  let checking = false

  const checkAll = async () => {
    if (checking) return
    checking = true
    const checked = [...watches]
    const credentials = [...new Set(checked.map(({ credential }) => credential))]
    try {
      const callers = await authenticateAll(credentials)
      const byCredential = new Map(credentials.map((credential, index) => [credential, callers[index]]))
      for (const watch of checked) if (watches.has(watch)) watch.check(byCredential.get(watch.credential))
    } catch {
      // The connections stay open: a restarting database must not disconnect everybody.
    } finally {
      checking = false
    }
  }
  const remove = (watch: Watched) => {
    watches.delete(watch)
    if (watches.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return {
    watch(credential, caller, onEnd) {
      let latest = caller
      const watch: Watched = {
        credential,
        caller: () => latest,
        end: () => remove(watch),
        check(found) {
          const isEnd = found === undefined || latest.scopes.some(scope => !found.scopes.includes(scope))
          if (!isEnd) {
            latest = found
            return
          }
          remove(watch)
          onEnd()
        },
      }
      watches.add(watch)
      timer ??= setInterval(checkAll, everyMs).unref()
      return watch
    },
  }
}
