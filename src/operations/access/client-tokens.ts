import { type IdKind, kindOfId, newId } from '../../base/id.ts'
import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, succeed } from '../../domain/input/user-error.ts'
import { insertClientToken, revokeClientToken } from '../../store/access/client-tokens.ts'
import { findNamedRows } from '../../store/access/named-rows.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { signClientToken } from './client-token.ts'

const SECONDS = { min: 60, max: 3_600 }
export const DEFAULT_SECONDS = 900

interface ClientTokenCreateInput {
  readonly consumerId?: string | null | undefined
  readonly agreementId?: string | null | undefined
  readonly chargeId?: string | null | undefined
  readonly expiresInSeconds?: number | null | undefined
}

type AccessDeps = Pick<Deps, 'database' | 'vault' | 'clock'>

/** A credential for a consumer's browser: it reads what it names and changes nothing. */
export async function clientTokenCreate(deps: AccessDeps, { tenant, actor }: Caller, input: ClientTokenCreateInput) {
  const { consumerId = null, agreementId = null, chargeId = null } = input
  const issues = issueList()
  if (consumerId === null && agreementId === null && chargeId === null)
    issues.add([], 'REQUIRED', 'At least one of consumerId, agreementId and chargeId must be set.')
  issues.range(['expiresInSeconds'], input.expiresInSeconds, SECONDS)
  if (issues.found.length > 0) return invalidInput(issues.found)

  const named = { consumerId, agreementId, chargeId }
  const rows = await findNamedRows(deps.database, tenant, {
    consumerId: ofKind('consumer', consumerId),
    agreementId: ofKind('agreement', agreementId),
    chargeId: ofKind('charge', chargeId),
  })
  if (consumerId !== null && rows.consumer === null) return notFound('consumer', consumerId)
  if (agreementId !== null && rows.agreement === null) return notFound('agreement', agreementId)
  if (chargeId !== null && rows.charge === null) return notFound('charge', chargeId)

  const createdAt = deps.clock.now()
  const expiresAt = new Date(createdAt.getTime() + (input.expiresInSeconds ?? DEFAULT_SECONDS) * 1_000)
  const tokenId = newId('clientToken', createdAt)
  const token = await signClientToken(deps.vault, { tokenId, apiKeyId: actor, tenant, ...named }, expiresAt)
  const row = { id: tokenId, ...tenant, apiKeyId: actor, createdAt, expiresAt, revokedAt: null }
  await insertClientToken(deps.database, row)
  return succeed({ token, tokenId, expiresAt })
}

/** Ends a token before it expires, within a second even on open connections. Repeating it changes nothing. */
export async function clientTokenRevoke(
  { database, clock }: AccessDeps,
  { tenant }: Caller,
  { tokenId }: { readonly tokenId: string },
) {
  const isKnown =
    kindOfId(tokenId) === 'clientToken' && (await revokeClientToken(database, tenant, tokenId, clock.now()))
  return isKnown ? succeed({ tokenId }) : notFound('client token', tokenId)
}

/** Null for text that is not such an id: the database does not accept every text. */
function ofKind(kind: IdKind, id: string | null): string | null {
  return id !== null && kindOfId(id) === kind ? id : null
}
