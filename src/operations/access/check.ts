import { reachOf } from '../../domain/access/client-grant.ts'
import { findClientTokens, type ValidClientToken } from '../../store/access/client-tokens.ts'
import { findConsoleSessions } from '../../store/access/console-sessions.ts'
import { findNamedRows } from '../../store/access/named-rows.ts'
import { type FoundKey, findApiKeys } from '../../store/merchant/api-keys.ts'
import { noteKeyUse } from '../api-key/note-use.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type ClientTokenClaims, looksLikeClientToken, verifyClientToken } from './client-token.ts'
import { looksLikeSession } from './console-session.ts'

type AccessDeps = Pick<Deps, 'database' | 'vault' | 'clock' | 'realTime' | 'background'>

/** A credential that was not revoked. It can have expired. */
export interface Credential {
  readonly caller: Caller
  readonly expiresAt: Date | null
  /** The grant of a client token. */
  readonly claims?: ClientTokenClaims
}

export interface AskedCredential {
  readonly text: string
  readonly hash: string
  /** The result of an earlier check: a token's signature and its grant do not change. */
  readonly before: Credential | undefined
}

type Found = readonly [hash: string, credential: Credential]

/**
 * Those that are valid now, by their hashes. One statement for all keys, one for all console sessions, and one for all tokens that
 * were checked before.
 */
export async function checkCredentials(
  deps: AccessDeps,
  asked: readonly AskedCredential[],
): Promise<ReadonlyMap<string, Credential>> {
  const tokens = asked.filter(({ text }) => looksLikeClientToken(text))
  const sessions = asked.filter(({ text }) => looksLikeSession(text))
  const keys = asked.filter(one => !tokens.includes(one) && !sessions.includes(one))
  const found = await Promise.all([checkKeys(deps, keys), checkSessions(deps, sessions), checkTokens(deps, tokens)])
  return new Map(found.flat())
}

async function checkKeys(deps: AccessDeps, asked: readonly AskedCredential[]): Promise<readonly Found[]> {
  const hashes = asked.map(({ hash }) => hash)
  const keys = await findApiKeys(deps.database, hashes, deps.clock.now())
  for (const key of keys) noteKeyUse(deps, key)
  return keys.map((key): Found => [key.hash, { caller: callerOfKey(key), expiresAt: key.expiresAt }])
}

/** The session's own expiry uses real time, and the SQL statement checks it. */
async function checkSessions(deps: AccessDeps, asked: readonly AskedCredential[]): Promise<readonly Found[]> {
  const hashes = asked.map(({ hash }) => hash)
  const times = { now: deps.clock.now(), realNow: new Date(deps.realTime.nowMs()) }
  const sessions = await findConsoleSessions(deps.database, hashes, times)
  for (const session of sessions) noteKeyUse(deps, session)
  return sessions.map(({ sessionId: id, ...key }): Found => {
    const caller = { ...callerOfKey(key), session: { id } }
    return [key.hash, { caller, expiresAt: key.expiresAt }]
  })
}

function callerOfKey({ id, merchantId, mode, ...key }: Omit<FoundKey, 'hash'>): Caller {
  const { merchantName, scopes, expiresAt, returnOrigins } = key
  return { tenant: { merchantId, mode }, merchantName, actor: id, scopes, expiresAt, returnOrigins }
}

async function checkTokens(deps: AccessDeps, asked: readonly AskedCredential[]): Promise<readonly Found[]> {
  const now = deps.clock.now()
  const signed = await Promise.all(
    asked.map(async ({ text, hash, before }) => {
      const claims = before?.claims ?? (await verifyClientToken(deps.vault, text, now))
      return claims === undefined ? [] : [{ hash, claims, before }]
    }),
  )
  const verified = signed.flat()
  const rows = await findClientTokens(
    deps.database,
    verified.map(({ claims }) => claims.tokenId),
    now,
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  const checked = await Promise.all(
    verified.map(async ({ hash, claims, before }) => {
      const row = byId.get(claims.tokenId)
      if (row === undefined || !isOf(claims, row)) return []
      const credential = before ?? (await credentialOfToken(deps, claims, row))
      return credential === undefined ? [] : [[hash, credential] satisfies Found]
    }),
  )
  return checked.flat()
}

function isOf({ apiKeyId, tenant }: ClientTokenClaims, row: ValidClientToken): boolean {
  return apiKeyId === row.apiKeyId && tenant.merchantId === row.merchantId && tenant.mode === row.mode
}

/** Undefined if an object that the token names no longer exists. */
async function credentialOfToken(
  { database }: AccessDeps,
  claims: ClientTokenClaims,
  { merchantName, expiresAt }: ValidClientToken,
): Promise<Credential | undefined> {
  const { tokenId, tenant, consumerId, agreementId, chargeId } = claims
  const named = { consumerId, agreementId, chargeId }
  const rows = await findNamedRows(database, tenant, named)
  const isGone =
    (consumerId !== null && rows.consumer === null) ||
    (agreementId !== null && rows.agreement === null) ||
    (chargeId !== null && rows.charge === null)
  if (isGone) return undefined
  const grant = { tokenId, expiresAt, ...named, reach: reachOf(rows) }
  return { caller: { tenant, merchantName, actor: tokenId, scopes: [], grant }, expiresAt, claims }
}
