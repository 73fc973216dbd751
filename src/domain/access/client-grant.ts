/** What a client token, a browser's credential, may read: the objects that it names and what belongs to them. */
export interface ClientGrant extends NamedObjects {
  readonly tokenId: string
  readonly expiresAt: Date
  readonly reach: GrantReach
}

/** At least one of the three is set. If several are set, the grant allows the objects of all of them. */
export interface NamedObjects {
  readonly consumerId: string | null
  readonly agreementId: string | null
  readonly chargeId: string | null
}

/**
 * The named objects that exist in the tenant, with the ids of the objects that they belong to. None of these ids ever
 * changes.
 */
export interface NamedRows {
  readonly consumer: { readonly id: string } | null
  readonly agreement: { readonly id: string; readonly consumerId: string } | null
  readonly charge: {
    readonly id: string
    readonly consumerId: string
    readonly agreementId: string
    readonly scheduleId: string | null
    readonly occurrenceId: string | null
  } | null
}

/** The objects that a grant reaches, by id. */
export interface GrantReach {
  /** Readable together with everything that belongs to them. */
  readonly consumers: readonly string[]
  readonly agreements: readonly string[]
  readonly charges: readonly string[]
  /**
   * The parents of the agreements and charges. They are readable, but their lists contain only what the grant allows.
   */
  readonly parents: {
    readonly consumers: readonly string[]
    readonly agreements: readonly string[]
    readonly schedules: readonly string[]
    readonly occurrences: readonly string[]
  }
}

export function reachOf({ consumer, agreement, charge }: NamedRows): GrantReach {
  return {
    consumers: present(consumer?.id),
    agreements: present(agreement?.id),
    charges: present(charge?.id),
    parents: {
      consumers: present(agreement?.consumerId, charge?.consumerId),
      agreements: present(charge?.agreementId),
      schedules: present(charge?.scheduleId),
      occurrences: present(charge?.occurrenceId),
    },
  }
}

/** True if both name the same objects: one token can then replace the other on an open connection. */
export function isSameGrant(a: NamedObjects | undefined, b: NamedObjects | undefined): boolean {
  return a?.consumerId === b?.consumerId && a?.agreementId === b?.agreementId && a?.chargeId === b?.chargeId
}

function present(...ids: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(ids)].filter(id => id != null)
}
