import { createHmac } from 'node:crypto'
import type { Target } from '../attack.ts'
import { type Answer, post } from './http.ts'

/** Posts a notification that PPRO has signed. */
export function postSigned(target: Target, body: string): Promise<Answer> {
  const at = Math.floor(Date.now() / 1_000)
  const signature = createHmac('sha256', target.pproSecret).update(`${at}.${body}`).digest('hex')
  return post(target, '/webhooks/ppro', body, { 'ppro-signature': `t=${at},s=${signature}` })
}
