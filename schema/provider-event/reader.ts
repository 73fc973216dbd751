import type { Caller } from '../../src/operations/command/caller.ts'
import type { ProviderEventReader } from '../../src/store/reads/provider-event.ts'

/** A caller as a reader of notifications: the scope operator shows also what is not matched. */
export function providerEventReader({ tenant, scopes }: Caller): ProviderEventReader {
  return { ...tenant, operator: scopes.includes('operator') }
}
