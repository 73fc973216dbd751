import { type Mapped, mapped, textOf, unmapped, type Wire } from '../wire.ts'
import type { ApsConfig } from './config.ts'
import { differingEcho, parseJsonMessage } from './message.ts'
import { verify } from './signature.ts'

/** Parameters by which an answer shows which request it belongs to. */
const ECHOED = [
  'access_code',
  'merchant_identifier',
  'command',
  'service_command',
  'query_command',
  'merchant_reference',
  'amount',
  'currency',
  'token_name',
  'agreement_id',
  'maintenance_reference',
]

/** An answer that APS signed and that belongs to what was sent; or why it cannot be believed. */
export function verifiedAnswer(config: ApsConfig, sent: Wire, text: string): Mapped<Wire> {
  const message = parseJsonMessage(text)
  if (message === undefined) return unmapped('unreadable answer')
  const { shaResponsePhrase: phrase, shaType } = config
  const signature = verify(message, { phrase, shaType })
  if (!signature.genuine) return unmapped(`answer not believed: ${signature.reason}`)
  const difference = differingEcho(sent, message, ECHOED)
  return difference === undefined ? mapped(message) : unmapped(`echo differs: ${difference}`)
}

/** Whether an answer names what it is about: one that decides something has to. */
export function missingEcho(sent: Wire, message: Wire, fields: readonly string[]): string | undefined {
  return fields.find(field => textOf(sent, field) !== undefined && textOf(message, field) === undefined)
}

/** Whether a message that came by itself is for this deployment's account. What it leaves out is no difference. */
export function isOurs({ accessCode, merchantIdentifier }: ApsConfig, message: Wire): boolean {
  const account = { access_code: accessCode, merchant_identifier: merchantIdentifier }
  return differingEcho(account, message, ['access_code', 'merchant_identifier']) === undefined
}
