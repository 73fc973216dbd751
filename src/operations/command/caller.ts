import type { ClientGrant } from '../../domain/access/client-grant.ts'
import type { Scope } from '../../domain/access/scopes.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Write } from '../../store/sql/write.ts'

/** The sender of a request, as its credential identifies it. */
export interface Caller {
  readonly tenant: Tenant
  readonly merchantName: string
  /** Recorded as the actor of what this caller causes: the id of the secret key or of the client token. */
  readonly actor: string
  /** Empty for a client token. */
  readonly scopes: readonly Scope[]
  /** When the secret key expires. Absent or null: it does not expire. */
  readonly expiresAt?: Date | null
  /** Only for a client token. */
  readonly grant?: ClientGrant
  /** Only for a person who has signed in to the console with the key. */
  readonly session?: { readonly id: string }
  /** The origins that returnUrl may have. Absent or empty: any. */
  readonly returnOrigins?: readonly string[]
  /** The IP address that the request came from; null if it is unknown. */
  readonly address?: string | null
  /** The mutation that was sent. Absent for work that no caller requested. */
  readonly mutation?: AuditedMutation
}

/** One mutation of a caller, which the audit log records once. */
export interface AuditedMutation {
  /**
   * The writes that record the mutation as done, to be committed together with its effect. Empty once they were
   * committed.
   */
  doneWrites(objectId: string): readonly Write[]
  /** Called after these writes were committed. */
  committed(): void
}
