import type { Json } from '../../base/text/json.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { Provider } from './provider.ts'

/** Every provider that this build knows, with or without credentials. */
export interface ProviderEntry {
  readonly code: ProviderCode
  readonly name: string
  readonly capabilities: Provider['capabilities']
  /** Undefined if this deployment holds no credentials for it. */
  readonly provider: Provider | undefined
  /**
   * A kept notification as people may see it: its fields as an object, without tokens. Undefined if it cannot be read.
   */
  readonly show: (rawBody: Uint8Array) => Json | undefined
}

export interface ProviderRegistry {
  readonly entries: readonly ProviderEntry[]
  /** The provider, or undefined if this deployment holds no credentials for it. */
  find(code: ProviderCode): Provider | undefined
}
