import { LONGEST_OVERLAP_SECONDS, OVERLAP_SECONDS } from '../../domain/access/api-key.ts'
import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { changeOfEndpoint, type EndpointChanged } from './change.ts'
import { encryptSecrets, newSecret, openSecrets, rotated } from './secrets.ts'

export interface WebhookEndpointRotateSecretInput {
  readonly webhookEndpointId: string
  /** How long the former secret still signs; 0 ends it at once. */
  readonly overlapSeconds?: number | null | undefined
}

export interface WebhookSecretRotated extends EndpointChanged {
  readonly secret: string
}

/** Makes a new signing secret. Until the overlap ends, each request has a signature by each secret. */
export async function webhookEndpointRotateSecret(
  deps: Pick<Deps, 'database' | 'clock' | 'vault'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  { webhookEndpointId, overlapSeconds }: WebhookEndpointRotateSecretInput,
): Promise<Result<WebhookSecretRotated, 'INVALID_INPUT' | 'NOT_FOUND'>> {
  const issues = issueList()
  issues.range(['overlapSeconds'], overlapSeconds, { min: 0, max: LONGEST_OVERLAP_SECONDS })
  if (issues.found.length > 0) return invalidInput(issues.found)
  const overlapMs = (overlapSeconds ?? OVERLAP_SECONDS) * 1_000
  const secret = newSecret()
  const changed = await changeOfEndpoint(deps, caller, webhookEndpointId, (row, { now }) => {
    const until = new Date(now.getTime() + overlapMs)
    const secrets = rotated(openSecrets(deps.vault, row, now), secret, until)
    return {
      encryptedSecrets: encryptSecrets(deps.vault, row.id, secrets),
      overlapUntil: overlapMs === 0 ? null : until,
    }
  })
  return changed.ok ? succeed({ ...changed.payload, secret }) : changed
}
