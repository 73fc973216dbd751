import type { ApsAccount } from '../account.ts'
import { type Command, SELECTORS } from './commands.ts'
import { Refusal } from './messages.ts'
import { ruleOf } from './parameters.ts'
import { apsSignature, isSignature, type Parameters, signedRequest } from './signatures.ts'

/** A request's parameters after validation: text only. */
export type Values = Readonly<Record<string, string>>

export type Valid<Name extends string = string> = { readonly command: Command<Name>; readonly values: Values }

/**
 * Checks a request in this order (APS publishes none): the selector (00004), mandatory parameters (00001), merchant
 * identifier and access code (00009, 00010), signature (00008), unknown parameters (00027), then for each parameter its
 * type and the presence of a value (00002), length (00032), characters (00002) and allowed values (00033).
 * @throws {Refusal}
 */
export function validated<Name extends string>(
  parameters: Parameters,
  commands: ReadonlyArray<Command<Name>>,
  account: ApsAccount,
): Valid<Name> {
  const command = commandOf(parameters, commands)
  for (const name of mandatoryOf(command, parameters)) {
    if (isEmpty(parameters[name])) throw new Refusal('00001', name)
  }
  if (parameters['merchant_identifier'] !== account.merchantIdentifier) throw new Refusal('00009')
  const codes = [account.accessCode, account.former?.accessCode]
  if (!codes.includes(String(parameters['access_code']))) throw new Refusal('00010')
  assertSigned(parameters, account)
  for (const name of Object.keys(parameters)) {
    if (!takes(command, name)) throw new Refusal('00027', name)
  }
  const values = Object.entries(parameters).map(([name, value]) => [name, formatted(command, name, value)] as const)
  return { command, values: Object.fromEntries(values) }
}

/** @throws {Refusal} 00008 */
export function assertSigned(parameters: Parameters, account: ApsAccount): void {
  const phrases = [account.shaRequestPhrase, account.former?.shaRequestPhrase].filter(phrase => phrase !== undefined)
  const isSigned = phrases.some(phrase => {
    const expected = apsSignature(signedRequest(parameters), { phrase, shaType: account.shaType })
    return isSignature(parameters['signature'], expected)
  })
  if (!isSigned) throw new Refusal('00008')
}

/** The request must have exactly one selector, which names a known command. */
function commandOf<Name extends string>(parameters: Parameters, commands: ReadonlyArray<Command<Name>>): Command<Name> {
  const [selector, ...others] = SELECTORS.filter(name => parameters[name] !== undefined)
  const command = commands.find(({ selector: own, name }) => own === selector && parameters[own] === name)
  if (!command || others.length > 0) throw new Refusal('00004')
  return command
}

/**
 * A PURCHASE or AUTHORIZATION that is not recurring also needs customer_ip. CHECK_STATUS needs fort_id or
 * merchant_reference.
 */
function mandatoryOf({ name, mandatory }: Command, parameters: Parameters): readonly string[] {
  const isPayment = name === 'PURCHASE' || name === 'AUTHORIZATION'
  if (isPayment && parameters['eci'] !== 'RECURRING') return [...mandatory, 'customer_ip']
  if (name === 'CHECK_STATUS' && isEmpty(parameters['fort_id'])) return [...mandatory, 'merchant_reference']
  return mandatory
}

function takes({ selector, mandatory, optional, takes }: Command, parameter: string): boolean {
  return (
    parameter === selector ||
    mandatory.includes(parameter) ||
    optional.includes(parameter) ||
    takes?.(parameter) === true
  )
}

function formatted(command: Command, name: string, value: unknown): string {
  const text = name === 'amount' && typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || text === '') throw new Refusal('00002', name)
  const rule = ruleOf(name, command.name)
  if (text.length > rule.maxLength) throw new Refusal('00032', name)
  if (!rule.pattern.test(text) || !isRealDate(name, text)) throw new Refusal('00002', name)
  if (rule.values && !rule.values.includes(text)) throw new Refusal('00033', name)
  return text
}

function isRealDate(name: string, text: string): boolean {
  if (name !== 'recurring_expiry_date') return true
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
