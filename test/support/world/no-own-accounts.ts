import type { OwnAccounts } from '../../../src/providers/port/registry.ts'

/** For registries that have the environment's accounts alone. */
export const noOwnAccounts: OwnAccounts = {
  accountOf: () => null,
  own: () => undefined,
  ownProviders: () => [],
  named: () => [null],
  tryCredentials: async () => ({ verdict: 'unknown', reason: 'nothing is sent in this test' }),
  refresh: async () => {},
}
