import type { IncomingMessage } from 'node:http'
import { BodyTooLarge, readBody } from './http.ts'

/** A consumer's decision on a provider's page. */
export type Decision = 'approve' | 'decline'

/** The fields of a posted form; null if its body is too large. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  try {
    return new URLSearchParams((await readBody(request)).toString('utf8'))
  } catch (error) {
    if (error instanceof BodyTooLarge) return null
    throw error
  }
}

/** The `decision` of a posted form; null if it has no valid one. */
export async function readDecision(request: IncomingMessage): Promise<Decision | null> {
  const decision = (await readForm(request))?.get('decision')
  return decision === 'approve' || decision === 'decline' ? decision : null
}
