import { idPrefixes } from '../../src/base/id.ts'
import type { ProviderCode } from '../../src/domain/enums.ts'

/** Providers are part of the program, not rows: their ids are made of their codes. */
export function idOfProvider(code: ProviderCode): string {
  return `${idPrefixes.provider}_${code.toLowerCase()}`
}
