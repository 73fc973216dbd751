import type { Vault } from '../../base/encryption.ts'
import { kindOfId } from '../../base/id.ts'
import type { NamedObjects } from '../../domain/access/client-grant.ts'
import { modes, type Tenant } from '../../domain/enums.ts'

/** Loaded at the first client token: most starts of the gateway never see one. */
const library = () => import('jose')
const PREFIX = 'ct_'
const ALGORITHM = 'HS256'
/** Far longer than any of our tokens. */
const LONGEST = 1_024

/** The signed content of a client token. The database says whether the token was revoked. */
export interface ClientTokenClaims extends NamedObjects {
  readonly tokenId: string
  /** The key that created it. */
  readonly apiKeyId: string
  readonly tenant: Tenant
}

/**
 * The use for which the signing key is derived from a master key. A token's header names the version of the master key.
 */
const SIGNING = ['client-token', 'key'] as const

/** @param expiresAt Rounded up to a second, the unit of such tokens: the database has the exact time. */
export async function signClientToken(vault: Vault, claims: ClientTokenClaims, expiresAt: Date): Promise<string> {
  const { SignJWT } = await library()
  const { tokenId, apiKeyId, tenant, consumerId, agreementId, chargeId } = claims
  const jws = await new SignJWT({
    key: apiKeyId,
    mer: tenant.merchantId,
    mode: tenant.mode,
    ...(consumerId !== null && { con: consumerId }),
    ...(agreementId !== null && { agr: agreementId }),
    ...(chargeId !== null && { chg: chargeId }),
  })
    .setProtectedHeader({ alg: ALGORITHM, kid: vault.version })
    .setJti(tokenId)
    .setExpirationTime(Math.ceil(expiresAt.getTime() / 1_000))
    .sign(vault.mac(...SIGNING))
  return `${PREFIX}${jws}`
}

export function looksLikeClientToken(credential: string): boolean {
  return credential.startsWith(PREFIX) && credential.length <= LONGEST
}

/** The claims of a token that we signed and that has not expired; undefined for any other text. */
export async function verifyClientToken(
  vault: Vault,
  token: string,
  now: Date,
): Promise<ClientTokenClaims | undefined> {
  if (!looksLikeClientToken(token)) return undefined
  try {
    const keyOf = ({ kid }: { readonly kid?: string }) => {
      // Tokens survive a rotation of the master key.
      const key = vault.macs(...SIGNING).find(({ version }) => version === kid)
      if (key === undefined) throw new Error('the token names an unknown signing key')
      return key.mac
    }
    const options = { algorithms: [ALGORITHM], currentDate: now, requiredClaims: ['jti', 'exp'] }
    const { jwtVerify } = await library()
    const { payload } = await jwtVerify(token.slice(PREFIX.length), keyOf, options)
    return claimsIn(payload)
  } catch {
    return undefined
  }
}

function claimsIn(payload: Readonly<Record<string, unknown>>): ClientTokenClaims | undefined {
  const { jti, key, mer, con = null, agr = null, chg = null } = payload
  const mode = modes.find(one => one === payload['mode'])
  if (!isId(jti, 'clientToken') || !isId(key, 'apiKey') || !isId(mer, 'merchant') || mode === undefined)
    return undefined
  if (!isIdOrNull(con, 'consumer') || !isIdOrNull(agr, 'agreement') || !isIdOrNull(chg, 'charge')) return undefined
  if (con === null && agr === null && chg === null) return undefined
  const tenant = { merchantId: mer, mode }
  return { tokenId: jti, apiKeyId: key, tenant, consumerId: con, agreementId: agr, chargeId: chg }
}

type Kind = ReturnType<typeof kindOfId>

function isId(value: unknown, kind: Kind): value is string {
  return typeof value === 'string' && kindOfId(value) === kind
}

function isIdOrNull(value: unknown, kind: Kind): value is string | null {
  return value === null || isId(value, kind)
}
