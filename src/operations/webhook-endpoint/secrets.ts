import { createHmac, randomBytes } from 'node:crypto'
import type { Vault } from '../../base/encryption.ts'
import type { WebhookEndpointRow } from '../../store/tables.ts'

// The one place that makes, encrypts and uses signing secrets. Their form and the signature are those of Standard
// Webhooks, so that a receiver can use any of its libraries.

const PREFIX = 'whsec_'
const SECRET_BYTES = 32
/** Each of them adds a signature to every request. */
const MOST_FORMER = 4
const column = 'webhook_endpoints.encrypted_secrets'

export interface SigningSecret {
  /** whsec_ and base64. */
  readonly secret: string
  /** Absent for the current one. By the gateway's clock. */
  readonly untilMs?: number
}

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

export function encryptSecrets(vault: Vault, id: string, secrets: readonly SigningSecret[]): Buffer {
  return vault.encrypt({ column, id }, null, JSON.stringify(secrets))
}

/** The current secret first, then former ones that have not ended. */
export function openSecrets(
  vault: Vault,
  { id, encryptedSecrets }: Pick<WebhookEndpointRow, 'id' | 'encryptedSecrets'>,
  now: Date,
): readonly SigningSecret[] {
  const all = JSON.parse(vault.decrypt({ column, id }, null, encryptedSecrets)) as readonly SigningSecret[]
  return all.filter(({ untilMs }) => untilMs === undefined || untilMs > now.getTime())
}

/** A new secret before the present ones, each of which ends at the latest with the overlap. */
export function rotated(present: readonly SigningSecret[], secret: string, until: Date): readonly SigningSecret[] {
  const untilMs = until.getTime()
  const former = present.map(each => ({ ...each, untilMs: Math.min(each.untilMs ?? untilMs, untilMs) }))
  return [{ secret }, ...former.slice(0, MOST_FORMER)]
}

interface Signed {
  /** The same for every try. */
  readonly id: string
  /** Real time, whatever the sandbox clock shows: receivers compare it with theirs. */
  readonly realNowMs: number
  readonly body: string
}

/** The headers of a request, with a signature by each secret. */
export function signedHeaders(
  secrets: readonly SigningSecret[],
  { id, realNowMs, body }: Signed,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(realNowMs / 1_000))
  const signatures = secrets.map(({ secret }) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'user-agent': 'Perennial-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
