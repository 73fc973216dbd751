import type { ClientDetails } from '../providers/provider.ts'
import type { ClientInput } from './inputs.ts'

/** What is known of the consumer's device, as providers are told it. */
export function clientDetails(input: ClientInput | null | undefined): ClientDetails | null {
  return input ? { ip: input.ip ?? null, userAgent: input.userAgent ?? null } : null
}
