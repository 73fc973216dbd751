import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import type { ApsConfig } from '../config.ts'
import { differingEcho, parseJsonMessage } from '../message.ts'
import { shapeProblem } from '../requests/shape.ts'
import { type Verification, verify } from '../signature.ts'

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

/** By which account of ours it is: a message that names neither, or one of them, is nobody's. */
const ACCOUNT = ['access_code', 'merchant_identifier'] as const

/** Whether APS signed this message, and signed it as it is cut into parameters here. */
export function verifyMessage(config: Pick<ApsConfig, 'shaResponsePhrase' | 'shaType'>, message: Wire): Verification {
  const { shaResponsePhrase: phrase, shaType } = config
  const signature = verify(message, { phrase, shaType })
  const problem = signature.genuine ? shapeProblem(message) : undefined
  return problem === undefined ? signature : { genuine: false, reason: problem }
}

/** An answer that APS signed and that belongs to what was sent; or why it cannot be believed. */
export function verifiedAnswer(config: ApsConfig, sent: Wire, text: string): Mapped<Wire> {
  const message = parseJsonMessage(text)
  if (message === undefined) return unmapped('unreadable answer')
  const signature = verifyMessage(config, message)
  if (!signature.genuine) return unmapped(`answer not believed: ${signature.reason}`)
  const difference = differingEcho(sent, message, ECHOED)
  if (difference !== undefined) return unmapped(`echo differs: ${difference}`)
  const missing = missingEcho(sent, message, ACCOUNT)
  return missing === undefined ? mapped(message) : unmapped(`echo missing: ${missing}`)
}

/** Whether an answer names what it is about: one that decides something has to. */
export function missingEcho(sent: Wire, message: Wire, fields: readonly string[]): string | undefined {
  return fields.find(field => textOf(sent, field) !== undefined && textOf(message, field) === undefined)
}

/** Whether a message that came by itself names this deployment's account. */
export function isOurs({ accessCode, merchantIdentifier }: ApsConfig, message: Wire): boolean {
  return message['access_code'] === accessCode && message['merchant_identifier'] === merchantIdentifier
}
