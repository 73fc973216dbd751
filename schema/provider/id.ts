import { idPrefixes } from '../../src/base/id.ts'
import type { ProviderCode } from '../../src/domain/enums.ts'

/** Providers are defined in the code and have no table, so a provider's id is made from its code. */
export function idOfProvider(code: ProviderCode): string {
  return `${idPrefixes.provider}_${code.toLowerCase()}`
}
