import type { Result } from '../../domain/input/user-error.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import { skipTo } from '../../store/webhook-endpoint/repository.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { changeOfEndpoint, type EndpointChanged } from './change.ts'

export interface WebhookEndpointPauseInput {
  readonly webhookEndpointId: string
}

export interface WebhookEndpointResumeInput {
  readonly webhookEndpointId: string
  readonly skipMissed?: boolean | null | undefined
}

type Needed = Pick<Deps, 'database' | 'clock'>
type By = Pick<Caller, 'tenant' | 'mutation'>
type Changed = Promise<Result<EndpointChanged, 'NOT_FOUND'>>

/** Stops sending. The position in the log stays, so nothing is missed. One that is DISABLED stays so. */
export function webhookEndpointPause(deps: Needed, caller: By, input: WebhookEndpointPauseInput): Changed {
  return changeOfEndpoint(deps, caller, input.webhookEndpointId, ({ status }) =>
    status === 'ENABLED' ? { status: 'PAUSED' } : {},
  )
}

/** Sends again, from where it stopped; or, with `skipMissed`, only what happens from now on. */
export async function webhookEndpointResume(
  deps: Needed & Pick<Deps, 'tail'>,
  caller: By,
  input: WebhookEndpointResumeInput,
): Changed {
  const changed = await changeOfEndpoint(deps, caller, input.webhookEndpointId, async ({ id, status }, { sql }) => {
    if (status === 'ENABLED') return {}
    if (input.skipMissed === true) await skipTo(sql, id, await readLogEnd(sql))
    return { status: 'ENABLED', disabledReason: null, failingSince: null }
  })
  deps.tail.wake()
  return changed
}
