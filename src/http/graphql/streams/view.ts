import type { Caller } from '../../../operations/command/caller.ts'

/** What a result can depend on besides its event and its selection: who sees it. */
export interface View {
  /** Equal for callers that see the same. */
  readonly key: string
  /** A caller that has only what the key names, so that a shared result cannot depend on anything else. */
  readonly caller: Caller
}

/** In place of the ids of the credentials that share. */
const SHARED = 'shared'

const views = new WeakMap<Caller, View>()

/**
 * The view of a caller: merchant, mode, scopes, and for a client token the objects that it reaches. Undefined for an
 * operator, who shares with nobody: each read of personal data is recorded with its reader.
 */
export function viewOf(caller: Caller): View | undefined {
  const { scopes } = caller
  if (scopes.includes('operator')) return undefined
  const view = views.get(caller) ?? newView(caller)
  views.set(caller, view)
  return view
}

function newView({ tenant, merchantName, scopes, grant }: Caller): View {
  const key = JSON.stringify([tenant.merchantId, tenant.mode, scopes.toSorted(), grant?.reach ?? null])
  const caller = { tenant, merchantName, scopes, actor: SHARED }
  return { key, caller: grant === undefined ? caller : { ...caller, grant: { ...grant, tokenId: SHARED } } }
}
