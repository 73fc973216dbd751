import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const CURRENT = /^t=(\d{1,20}),s=([0-9a-fA-F]{64})$/
const DEPRECATED = /^[0-9a-fA-F]{64}$/

/**
 * Whether PPRO signed these bytes. If the current header is present, it alone decides: the deprecated one is a plain
 * hash and must not accept what the other refuses. PPRO specifies no time window, so `t` is not checked.
 */
export function verifySignature(
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Uint8Array,
  secret: string,
): { readonly genuine: true } | { readonly genuine: false; readonly reason: string } {
  const current = headers['ppro-signature']
  const deprecated = headers['webhook-signature']
  if (current !== undefined) {
    const [, time, signature] = CURRENT.exec(current) ?? []
    if (time === undefined || signature === undefined) return forged('PPRO-Signature is malformed')
    const expected = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest()
    return matches(signature, expected) ? { genuine: true } : forged('PPRO-Signature does not match')
  }
  if (deprecated === undefined) return forged('no signature')
  if (!DEPRECATED.test(deprecated)) return forged('Webhook-Signature is malformed')
  const expected = createHash('sha256').update(rawBody).update(`.${secret}`).digest()
  return matches(deprecated, expected) ? { genuine: true } : forged('Webhook-Signature does not match')
}

/** Compares in constant time. The pattern has already checked the length. */
function matches(hex: string, expected: Buffer): boolean {
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected)
}

function forged(reason: string): { readonly genuine: false; readonly reason: string } {
  return { genuine: false, reason }
}
