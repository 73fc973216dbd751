/** What a client token, a browser's credential, may read: the objects that it names and what belongs to them. */
export interface ClientGrant {
  readonly tokenId: string
  readonly expiresAt: Date
  /** At least one of the three is set. Several widen the grant. */
  readonly consumerId: string | null
  readonly agreementId: string | null
  readonly chargeId: string | null
}
