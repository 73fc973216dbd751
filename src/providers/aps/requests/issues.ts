import { isLongerThan } from '../../../base/text/characters.ts'
import type { InputIssue, InputIssueCode } from '../../../domain/input/user-error.ts'
import type { ConsumerDetails, CreateAgreementCommand, CreateChargeCommand } from '../../port/provider.ts'
import { parseWire, textOf } from '../../shared/wire.ts'
import { fitEmail } from './text.ts'

const EMAIL = /^[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+$/
const EMAIL_MAX_LENGTH = 254
/**
 * APS's published format excludes `%`, `+`, `~` and `,`. It would allow a query, but an echo is accepted only without
 * an equals sign (see shapeProblem).
 */
const RETURN_URL = /^[A-Za-z0-9$!\-_/:.]+$/
const RETURN_URL_MAX_LENGTH = 400

type Path = readonly string[]

/** Why a creation is refused before the consumer is sent to APS. */
export function creationIssues(command: CreateAgreementCommand): readonly InputIssue[] {
  return [
    ...emailIssues(command.consumer),
    ...returnUrlIssues(command.returnUrl),
    ...(command.initialCharge === null
      ? [
          issue(
            ['initialCharge'],
            'REQUIRED',
            'APS stores a card only with a successful payment. Send an initialCharge',
          ),
        ]
      : []),
  ]
}

/** What must be known once the consumer's browser has returned. */
export function completionIssues({ instrument }: CreateAgreementCommand): readonly InputIssue[] {
  return instrument ? [] : [issue(['instrument'], 'REQUIRED', 'The consumer has not entered a card yet')]
}

export function chargeIssues(command: CreateChargeCommand): readonly InputIssue[] {
  const { instrument } = command
  return [
    ...emailIssues({ email: emailOfCharge(command) }),
    ...(instrument
      ? []
      : [issue(['agreementId'], 'UNSUPPORTED', 'The agreement has no stored card. Create a new agreement')]),
  ]
}

/** The consumer's present e-mail address, or the agreement's if APS accepts only that one. */
export function emailOfCharge({ consumer, creation }: CreateChargeCommand): string | null {
  if (creation === null || emailIssues(consumer).length === 0) return consumer.email
  const email = textOf(parseWire(creation.body) ?? {}, 'customer_email') ?? null
  return emailIssues({ email }).length === 0 ? email : consumer.email
}

function emailIssues({ email }: Pick<ConsumerDetails, 'email'>): readonly InputIssue[] {
  const path = ['consumerId', 'email']
  if (email === null || email === '') return [issue(path, 'REQUIRED', "APS needs the consumer's email address")]
  const sent = fitEmail(email)
  if (isLongerThan(sent, EMAIL_MAX_LENGTH)) return tooLong(sent, path, EMAIL_MAX_LENGTH)
  return EMAIL.test(sent)
    ? []
    : [issue(path, 'FORMAT', 'APS supports only ASCII letters, digits and _ - . + in an email address')]
}

function returnUrlIssues(returnUrl: string | null): readonly InputIssue[] {
  const path = ['returnUrl']
  if (returnUrl === null) return [issue(path, 'REQUIRED', 'APS needs the URL to which the consumer returns')]
  if (isLongerThan(returnUrl, RETURN_URL_MAX_LENGTH)) return tooLong(returnUrl, path, RETURN_URL_MAX_LENGTH)
  return RETURN_URL.test(returnUrl)
    ? []
    : [issue(path, 'FORMAT', 'APS supports only ASCII letters, digits and $ ! - _ / : . in a return URL')]
}

function tooLong(value: string | null | undefined, path: Path, maximum: number): readonly InputIssue[] {
  return isLongerThan(value ?? '', maximum)
    ? [issue(path, 'TOO_LONG', `APS supports at most ${maximum} characters`)]
    : []
}

function issue(path: Path, code: InputIssueCode, message: string): InputIssue {
  return { path, code, message: `${message}.` }
}
