import type { ClientGrant } from '../../../domain/access/client-grant.ts'
import type { Caller } from '../../../operations/command/caller.ts'

/** Callers that see the same: what a result can depend on besides its event and its selection. */
export interface Audience {
  /** Equal for callers of one audience. */
  readonly key: string
  /** A caller that has only what the key names, so that a shared result cannot depend on anything else. */
  readonly caller: Caller
}

/** In place of the ids of the credentials that share. */
const SHARED = 'shared'
/** Each operation checks its own token's expiry. */
const NEVER = new Date(8.64e15)

const audiences = new WeakMap<Caller, Audience>()

/**
 * The audience of a caller: merchant, mode, scopes, and for a client token the objects that it reaches. Undefined for an
 * operator, who shares with nobody: each read of personal data is recorded with its reader.
 */
export function audienceOf(caller: Caller): Audience | undefined {
  const { scopes } = caller
  if (scopes.includes('operator')) return undefined
  const audience = audiences.get(caller) ?? newAudience(caller)
  audiences.set(caller, audience)
  return audience
}

function newAudience({ tenant, merchantName, scopes, grant }: Caller): Audience {
  const seen = grant && seenBy(grant)
  const key = JSON.stringify([tenant.merchantId, tenant.mode, scopes.toSorted(), seen ?? null])
  const caller = { tenant, merchantName, scopes, actor: SHARED }
  if (seen === undefined) return { key, caller }
  return { key, caller: { ...caller, grant: { ...seen, tokenId: SHARED, expiresAt: NEVER } } }
}

/** What the grants of one audience have in common. A new field of a grant has to be decided on here. */
function seenBy({ reach, consumerId, agreementId, chargeId }: ClientGrant) {
  return { reach, consumerId, agreementId, chargeId }
}
