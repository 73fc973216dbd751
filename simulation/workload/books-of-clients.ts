/** An answer that a client has got: from then on it has to be true. */
export interface Acknowledged {
  readonly table: 'agreements' | 'charges' | 'revocations' | 'charge_operations'
  readonly id: string
  /** Of what has versions. */
  readonly version?: number
  readonly status: string
}

export interface KnownAgreement {
  readonly id: string
  readonly provider: 'PPRO' | 'APS'
}

export interface KnownCharge {
  readonly id: string
  readonly currency: string
  readonly amount: bigint
  /** As last heard. */
  status: string
}

/** What the clients of one seed know, and what they were told. */
export interface ClientBooks {
  readonly agreements: KnownAgreement[]
  readonly charges: KnownCharge[]
  readonly acknowledged: Acknowledged[]
  /** The object that each key has made, by what its answers said. */
  readonly objectOfKey: Map<string, string>
  readonly violations: string[]
}

export function createClientBooks(): ClientBooks {
  return { agreements: [], charges: [], acknowledged: [], objectOfKey: new Map(), violations: [] }
}

/** One key makes one object, however often it is asked for. */
export function noteKey(books: ClientBooks, key: string, objectId: string): void {
  const before = books.objectOfKey.get(key) ?? objectId
  if (before !== objectId) books.violations.push(`key ${key} has made ${before} and ${objectId}`)
  books.objectOfKey.set(key, before)
}
