import { randomUUID } from 'node:crypto'
import type { CredentialTrial } from '../port/account.ts'
import { createApsClient } from './client.ts'
import type { ApsConfig } from './config.ts'
import { parseJsonMessage, responseCodeOf } from './message.ts'
import { signedBody } from './requests/request.ts'
import { verify } from './signature.ts'

/** APS's answers to a signature, a merchant identifier and an access code that it does not accept. */
const refusals: Readonly<Record<string, string>> = {
  '00008': 'APS does not accept the signature (00008): the SHA request phrase or the SHA type is wrong',
  '00009': 'APS does not know the merchant identifier (00009)',
  '00010': 'APS does not know the access code (00010)',
}

/**
 * Tries credentials by asking for the status of a payment that does not exist, so it only reads. The signed answer
 * tests both phrases.
 */
export async function tryApsCredentials(
  config: ApsConfig,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<CredentialTrial> {
  const client = createApsClient(config)
  try {
    const reference = randomUUID().replaceAll('-', '')
    const body = signedBody(config, { query_command: 'CHECK_STATUS', merchant_reference: reference, language: 'en' })
    const exchange = await client.post(body, deadlineMs)
    if (exchange.kind !== 'response') return { verdict: 'unavailable', reason: exchange.reason }
    const { status, text } = exchange
    if (status === 429 || status >= 500) return { verdict: 'unavailable', reason: `APS answered ${status}` }
    return read(config, text)
  } finally {
    await client.close()
  }
}

function read({ shaResponsePhrase: phrase, shaType }: ApsConfig, text: string): CredentialTrial {
  const message = parseJsonMessage(text)
  const code = message && responseCodeOf(message)?.code
  if (message === undefined || code === undefined) return { verdict: 'unknown', reason: 'the answer is unreadable' }
  // Whether APS signs this answer is not documented.
  const refusal = refusals[code]
  if (refusal !== undefined) return { verdict: 'refused', reason: refusal }
  if (!verify(message, { phrase, shaType }).genuine)
    return {
      verdict: 'refused',
      reason: "the signature of APS's answer does not match: the SHA response phrase or the SHA type is wrong",
    }
  return code === '12036' || code === '12000'
    ? { verdict: 'accepted' }
    : { verdict: 'unknown', reason: `APS answered ${code}` }
}
