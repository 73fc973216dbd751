import type { ServerResponse } from 'node:http'
import { respondError } from '../respond.ts'

/** Says that a credential is needed. Does not say what is wrong with the one that was sent, if any. */
export function respondUnauthenticated(response: ServerResponse): void {
  respondError(
    response,
    401,
    {
      code: 'UNAUTHENTICATED',
      message: 'The key is missing or not valid. Send a valid key: "Authorization: Bearer sk_…".',
    },
    { 'www-authenticate': 'Bearer' },
  )
}
