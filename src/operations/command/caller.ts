import type { Tenant } from '../../domain/enums.ts'

/** Who asks: what a credential stands for. */
export interface Caller {
  readonly tenant: Tenant
  readonly merchantName: string
  /** Recorded as the actor of what this caller causes: the id of the key. */
  readonly actor: string
  readonly scopes: readonly string[]
}
