import { invalidInput, type Result } from '../../domain/input/user-error.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { changeOfEndpoint, type EndpointChanged } from './change.ts'
import { type EndpointFields, endpointIssues } from './checks.ts'

export interface WebhookEndpointUpdateInput extends EndpointFields {
  readonly webhookEndpointId: string
  readonly ordered?: boolean | null | undefined
}

/** An omitted field keeps its value; null clears the description. What is pending goes to the new URL. */
export async function webhookEndpointUpdate(
  deps: Pick<Deps, 'database' | 'clock' | 'outbound'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  { webhookEndpointId, ...input }: WebhookEndpointUpdateInput,
): Promise<Result<EndpointChanged, 'INVALID_INPUT' | 'NOT_FOUND'>> {
  const issues = endpointIssues(deps, caller.tenant.mode, input)
  if (issues.length > 0) return invalidInput(issues)
  return changeOfEndpoint(deps, caller, webhookEndpointId, row => ({
    url: input.url ?? row.url,
    description: input.description === undefined ? row.description : input.description,
    eventTypes: input.eventTypes ? [...new Set(input.eventTypes)] : row.eventTypes,
    ordered: input.ordered ?? row.ordered,
    // Another server may answer there.
    failingSince: input.url != null && input.url !== row.url ? null : row.failingSince,
  }))
}
