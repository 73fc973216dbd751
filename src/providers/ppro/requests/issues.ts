import { isLongerThan } from '../../../base/text/characters.ts'
import type { InputIssue, InputIssueCode } from '../../../domain/input/user-error.ts'
import type { CreateAgreementCommand, ProviderCommand } from '../../port/provider.ts'
import { capabilityOf } from '../capabilities.ts'
import { AGREEMENT_AUTHENTICATION_TYPES, requestedTypes } from './authentication-settings.ts'
import { MAX_LENGTH } from './text.ts'

const MAX_INTERVAL = 1000

type Path = readonly string[]

/** What PPRO's formats refuse in a command, all of it, with paths below the mutation's input. */
export function findIssues(command: ProviderCommand): readonly InputIssue[] {
  switch (command.verb) {
    case 'createAgreement':
      return agreementIssues(command)
    case 'createCharge':
      return tooLong(command.returnUrl, ['returnUrl'])
    default:
      return []
  }
}

function agreementIssues(command: CreateAgreementCommand): readonly InputIssue[] {
  return [
    ...consumerIssues(command),
    ...frequencyIssues(command),
    ...authenticationIssues(command),
    ...requiredFieldIssues(command),
  ]
}

function consumerIssues({ consumer, paymentMethod }: CreateAgreementCommand): readonly InputIssue[] {
  const required = capabilityOf(paymentMethod)?.requiredConsumerFields ?? []
  const given = new Map<string, unknown>(Object.entries(consumer))
  const missing = required.filter(field => (given.get(field) ?? '') === '')
  return missing.map(field =>
    issue(['consumerId', field], 'REQUIRED', `${paymentMethod} needs the consumer's ${field}`),
  )
}

function frequencyIssues({ frequency }: CreateAgreementCommand): readonly InputIssue[] {
  if (!frequency || (frequency.intervalCount >= 1 && frequency.intervalCount <= MAX_INTERVAL)) return []
  return [issue(['frequency', 'intervalCount'], 'RANGE', `PPRO supports intervals of 1 to ${MAX_INTERVAL}`)]
}

function authenticationIssues(command: CreateAgreementCommand): readonly InputIssue[] {
  const types = requestedTypes(command)
  return types
    .filter(type => !AGREEMENT_AUTHENTICATION_TYPES.has(type))
    .map(type => issue(['authenticationTypes'], 'UNSUPPORTED', `PPRO does not support ${type} for agreements`))
}

/** What the payment method needs of the agreement's own input. */
function requiredFieldIssues(command: CreateAgreementCommand): readonly InputIssue[] {
  const { paymentMethod, client } = command
  const needed = new Set(capabilityOf(paymentMethod)?.requiredAgreementFields)
  if (requestedTypes(command).includes('REDIRECT')) needed.add('returnUrl')
  // Whoever handles other ways only is never sent away.
  else if (command.authenticationTypes.length > 0) needed.delete('returnUrl')
  const missing: Path[] = []
  if (needed.has('returnUrl') && command.returnUrl === null) missing.push(['returnUrl'])
  if (needed.has('agreedAmount') && command.agreedAmount === null) missing.push(['agreedAmount'])
  if (needed.has('client') && client?.ip == null) missing.push(['client', 'ip'])
  if (needed.has('client') && client?.userAgent == null) missing.push(['client', 'userAgent'])
  return [
    ...missing.map(path => issue(path, 'REQUIRED', `${paymentMethod} needs ${path.join('.')}`)),
    ...tooLong(command.returnUrl, ['returnUrl']),
  ]
}

/** Texts that may be left out are fitted instead. */
function tooLong(value: string | null, path: Path): readonly InputIssue[] {
  if (value === null || !isLongerThan(value, MAX_LENGTH)) return []
  return [issue(path, 'TOO_LONG', `PPRO supports at most ${MAX_LENGTH} characters`)]
}

function issue(path: Path, code: InputIssueCode, message: string): InputIssue {
  return { path, code, message: `${message}.` }
}
