import type { ClientGrant } from '../../domain/access/client-grant.ts'
import type { Scope } from '../../domain/access/scopes.ts'
import type { Tenant } from '../../domain/enums.ts'

/** The sender of a request, as its credential identifies it. */
export interface Caller {
  readonly tenant: Tenant
  readonly merchantName: string
  /** Recorded as the actor of what this caller causes: the id of the secret key or of the client token. */
  readonly actor: string
  /** Empty for a client token. */
  readonly scopes: readonly Scope[]
  /** Only for a client token. */
  readonly grant?: ClientGrant
}
