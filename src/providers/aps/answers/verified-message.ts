import { stillAccepted } from '../../port/account.ts'
import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import type { ApsConfig } from '../config.ts'
import { differingEcho, parseJsonMessage } from '../message.ts'
import { shapeProblem } from '../requests/shape.ts'
import { type Verification, verify } from '../signature.ts'

/** Parameters that a response echoes. */
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

/** The account of a message, which must have both. */
const ACCOUNT = ['access_code', 'merchant_identifier'] as const

/**
 * Whether APS signed this message with these parameters, by the current phrase or a former one that is still accepted.
 */
export function verifyMessage(
  config: Pick<ApsConfig, 'shaResponsePhrase' | 'shaType' | 'former'>,
  message: Wire,
): Verification {
  const present = verify(message, { phrase: config.shaResponsePhrase, shaType: config.shaType })
  const isFormer = () =>
    stillAccepted(config.former).some(
      ({ shaResponsePhrase: phrase, shaType }) => verify(message, { phrase, shaType }).genuine,
    )
  const signature: Verification = !present.genuine && isFormer() ? { genuine: true } : present
  const problem = signature.genuine ? shapeProblem(message) : undefined
  return problem === undefined ? signature : { genuine: false, reason: problem }
}

/** A signed response that belongs to the request, or why it is rejected. */
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

/** The first of these fields that the response lacks. A conclusive response must have them. */
export function missingEcho(sent: Wire, message: Wire, fields: readonly string[]): string | undefined {
  return fields.find(field => textOf(sent, field) !== undefined && textOf(message, field) === undefined)
}

/**
 * Whether a webhook or a browser's return names this account, by the current access code or a former one that is still
 * accepted.
 */
export function isOurs({ accessCode, merchantIdentifier, former }: ApsConfig, message: Wire): boolean {
  if (message['merchant_identifier'] !== merchantIdentifier) return false
  const given = message['access_code']
  return given === accessCode || stillAccepted(former).some(one => given === one.accessCode)
}
