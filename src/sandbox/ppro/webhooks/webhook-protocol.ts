import type { WebhookProtocol } from '../../webhook-sender.ts'
import { pproSignature, webhookSignature } from './signatures.ts'

const FIRST_GAP_SECONDS = 15
const DELIVERIES = 15

/** Every webhook has both signatures, so a receiver can verify either. */
export function webhookProtocol(secretNow: () => string): WebhookProtocol {
  return {
    retryGapsSeconds: Array.from({ length: DELIVERIES - 1 }, (_, index) => FIRST_GAP_SECONDS * 2 ** index),
    headersFor: (body, nowMs) => {
      const secret = secretNow()
      return {
        'content-type': 'application/json',
        'ppro-signature': pproSignature(secret, body, Math.floor(nowMs / 1000)),
        'webhook-signature': webhookSignature(secret, body),
      }
    },
  }
}
