import { isLongerThan } from '../../base/characters.ts'
import type { InputIssue, InputIssueCode } from '../../domain/user-error.ts'
import type { ConsumerDetails, CreateAgreementCommand, CreateChargeCommand } from '../provider.ts'

const EMAIL = /^[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+$/
const EMAIL_MAX_LENGTH = 254
/**
 * In the form that APS publishes for it, `%`, `+`, `~` and `,` have no place. It would take a query: but what it repeats is
 * believed only without an equals sign (see shapeProblem).
 */
const RETURN_URL = /^[A-Za-z0-9$!\-_/:.]+$/
const RETURN_URL_MAX_LENGTH = 400
const IP_MAX_LENGTH = 45

type Path = readonly string[]

/** What can be said against a creation before its consumer comes. */
export function creationIssues(command: CreateAgreementCommand): readonly InputIssue[] {
  return [
    ...emailIssues(command.consumer),
    ...returnUrlIssues(command.returnUrl),
    ...(command.initialCharge === null
      ? [issue(['initialCharge'], 'REQUIRED', 'A card is kept only with a payment that succeeds')]
      : []),
    ...tooLong(command.client?.ip, ['client', 'ip'], IP_MAX_LENGTH),
  ]
}

/** What is known, or has to be, only once the consumer's browser has come back. */
export function completionIssues({ client, instrument }: CreateAgreementCommand): readonly InputIssue[] {
  return [
    ...(client?.ip ? [] : [issue(['client', 'ip'], 'REQUIRED', "APS needs the consumer's IP address")]),
    ...(instrument ? [] : [issue(['instrument'], 'REQUIRED', 'The consumer has not given a card yet')]),
  ]
}

export function chargeIssues({ consumer, instrument }: CreateChargeCommand): readonly InputIssue[] {
  return [
    ...emailIssues(consumer),
    ...(instrument ? [] : [issue(['agreementId'], 'UNSUPPORTED', 'No card is kept with this agreement')]),
  ]
}

function emailIssues({ email }: ConsumerDetails): readonly InputIssue[] {
  const path = ['consumerId', 'email']
  if (email === null || email === '') return [issue(path, 'REQUIRED', "APS needs the consumer's e-mail address")]
  if (isLongerThan(email, EMAIL_MAX_LENGTH)) return tooLong(email, path, EMAIL_MAX_LENGTH)
  return EMAIL.test(email)
    ? []
    : [issue(path, 'FORMAT', 'APS takes ASCII letters, digits and _ - . + in an e-mail address')]
}

function returnUrlIssues(returnUrl: string | null): readonly InputIssue[] {
  const path = ['returnUrl']
  if (returnUrl === null) return [issue(path, 'REQUIRED', 'APS sends the browser back to it')]
  if (isLongerThan(returnUrl, RETURN_URL_MAX_LENGTH)) return tooLong(returnUrl, path, RETURN_URL_MAX_LENGTH)
  return RETURN_URL.test(returnUrl) ? [] : [issue(path, 'FORMAT', 'APS takes no such characters in a return URL')]
}

function tooLong(value: string | null | undefined, path: Path, maximum: number): readonly InputIssue[] {
  return isLongerThan(value ?? '', maximum) ? [issue(path, 'TOO_LONG', `APS takes at most ${maximum} characters`)] : []
}

function issue(path: Path, code: InputIssueCode, message: string): InputIssue {
  return { path, code, message }
}
