import { createHash, createHmac } from 'node:crypto'

/** The current signature: lower-case hex of HMAC-SHA256 over `t.body`, with `t` in whole seconds. */
export function pproSignature(secret: string, body: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex')
  return `t=${timestampSeconds},s=${digest}`
}

/** The deprecated signature: a plain SHA-256 over `body.secret`, not an HMAC. */
export function webhookSignature(secret: string, body: string): string {
  return createHash('sha256').update(`${body}.${secret}`).digest('hex')
}
