import type { Json } from '../../base/text/json.ts'
import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import type { CredentialTrial, OwnAccount, ProviderConfig } from './account.ts'
import type { Provider } from './provider.ts'

/** Every provider of this build, with or without credentials. */
export interface ProviderEntry {
  readonly code: ProviderCode
  readonly name: string
  readonly capabilities: Provider['capabilities']
  /** By the account of the environment's variables. Undefined if they name none. */
  readonly provider: Provider | undefined
  /** A stored webhook for display: its fields, without tokens. Undefined if it cannot be read. */
  readonly show: (rawBody: Uint8Array) => Json | undefined
}

/** The accounts of merchants, beside the one of the environment's variables, which all other merchants share. */
export interface OwnAccounts {
  /**
   * The account on which a merchant makes new agreements: its own, or null, the shared one. Undefined if it had accounts of its
   * own and none of them is ACTIVE any more: its money must not go to another account unasked.
   */
  accountOf(code: ProviderCode, tenant: Tenant): string | null | undefined
  own(accountId: string): OwnAccount | undefined
  /** The providers by merchants' own accounts. */
  ownProviders(): readonly Provider[]
  /** The accounts that a webhook without an account in its path may be for, by the account's name in its body. */
  named(code: ProviderCode, rawBody: Uint8Array): readonly (string | null)[]
  /** Asks the provider whether it accepts credentials, by a read that changes nothing. */
  tryCredentials(config: ProviderConfig, options: { readonly deadlineMs: number }): Promise<CredentialTrial>
  /** Reads the merchants' accounts again now. Without a call this happens within seconds of each change. */
  refresh(): Promise<void>
}

export interface ProviderRegistry extends OwnAccounts {
  readonly entries: readonly ProviderEntry[]
  /**
   * The provider by one of its accounts, also by one that was replaced or retired; null: by the account of the environment's
   * variables. Undefined if this process has no credentials for it.
   */
  find(code: ProviderCode, accountId: string | null): Provider | undefined
}
