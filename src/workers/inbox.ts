import type { Deps } from '../operations/command/deps.ts'
import { webhookProcess } from '../operations/webhook/process.ts'
import { dueProviderEvents } from '../store/webhook/inbox.ts'

const AT_ONCE = 20

/** Notifications that wait to be processed or processed again. Returns how many there were. */
export async function processDue(deps: Deps): Promise<number> {
  const ids = await dueProviderEvents(deps.database, deps.clock.now(), AT_ONCE)
  for (const result of await Promise.allSettled(ids.map(id => webhookProcess(deps, id))))
    if (result.status === 'rejected')
      deps.log.error({ worker: 'inbox', err: result.reason as unknown }, 'a piece of work failed')
  return ids.length
}
