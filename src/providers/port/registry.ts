import type { Json } from '../../base/text/json.ts'
import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import type { CredentialTrial, OwnAccount, ProviderConfig } from './account.ts'
import type { Provider } from './provider.ts'

/** Every provider of this build, with or without credentials. */
export interface ProviderEntry {
  readonly code: ProviderCode
  readonly name: string
  readonly capabilities: Provider['capabilities']
  /** The provider for the account from the environment's variables. Undefined if they define none. */
  readonly provider: Provider | undefined
  /** A stored webhook for display: its fields, without tokens. Undefined if it cannot be read. */
  readonly show: (rawBody: Uint8Array) => Json | undefined
}

/** The merchants' own accounts. All other merchants share the account from the environment's variables. */
export interface OwnAccounts {
  /**
   * The account on which a merchant makes new agreements: its own, or null for the shared one. Undefined if the
   * merchant had its own accounts and none of them is ACTIVE now, because its money must not go to another account
   * without its consent.
   */
  accountOf(code: ProviderCode, tenant: Tenant): string | null | undefined
  own(accountId: string): OwnAccount | undefined
  /** The providers for the merchants' own accounts. */
  ownProviders(): readonly Provider[]
  /**
   * The accounts that a webhook without an account in its path may belong to, found by the account name in its body.
   */
  named(code: ProviderCode, rawBody: Uint8Array): readonly (string | null)[]
  /** Asks the provider whether it accepts credentials, by a read that changes nothing. */
  tryCredentials(config: ProviderConfig, options: { readonly deadlineMs: number }): Promise<CredentialTrial>
  /** Reads the merchants' accounts again now. Without a call this happens within seconds of each change. */
  refresh(): Promise<void>
}

export interface ProviderRegistry extends OwnAccounts {
  readonly entries: readonly ProviderEntry[]
  /**
   * The provider for one of its accounts, even if that account was replaced or retired. Null means the account from the
   * environment's variables. Undefined if this process has no credentials for the account.
   */
  find(code: ProviderCode, accountId: string | null): Provider | undefined
}
