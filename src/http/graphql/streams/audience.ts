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
  const key = JSON.stringify([tenant.merchantId, tenant.mode, scopes.toSorted(), grant?.reach ?? null])
  const caller = { tenant, merchantName, scopes, actor: SHARED }
  return { key, caller: grant === undefined ? caller : { ...caller, grant: { ...grant, tokenId: SHARED } } }
}
