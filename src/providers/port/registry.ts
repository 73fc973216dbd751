import type { Json } from '../../base/text/json.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { Provider } from './provider.ts'

/** Every provider of this build, with or without credentials. */
export interface ProviderEntry {
  readonly code: ProviderCode
  readonly name: string
  readonly capabilities: Provider['capabilities']
  /** Undefined if this deployment has no credentials for it. */
  readonly provider: Provider | undefined
  /** A stored webhook for display: its fields, without tokens. Undefined if it cannot be read. */
  readonly show: (rawBody: Uint8Array) => Json | undefined
}

export interface ProviderRegistry {
  readonly entries: readonly ProviderEntry[]
  /** The provider; undefined if this deployment has no credentials for it. */
  find(code: ProviderCode): Provider | undefined
}
