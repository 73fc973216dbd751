import type { WebhookProtocol } from '../webhook-sender.ts'
import type { Values } from './api/validation.ts'
import type { Inferences } from './inferences.ts'

const ATTEMPTS = 10
const GAP_SECONDS = 10
const FOUND = 302

/** Feedback has its signature among its fields, not in its headers. */
export function webhookProtocol(format: Inferences['webhookFormat']): WebhookProtocol {
  const contentType = format === 'JSON' ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    retryGapsSeconds: Array.from({ length: ATTEMPTS - 1 }, () => GAP_SECONDS),
    headersFor: () => ({ 'content-type': contentType }),
    alsoAcknowledging: [FOUND],
  }
}

export function webhookBody(format: Inferences['webhookFormat'], signed: Values): string {
  return format === 'JSON' ? JSON.stringify(signed) : new URLSearchParams(signed).toString()
}
