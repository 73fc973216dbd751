import type { Money } from '../../../base/money.ts'
import { isPublicAddress } from '../../../base/text/ip-address.ts'
import { invalidInput } from '../../../domain/input/user-error.ts'
import { unsupported } from '../../../domain/provider/capability.ts'
import type {
  CommandIdentity,
  Prepared,
  PrepareRefusal,
  ProviderCommand,
  ProviderRequest,
} from '../../port/provider.ts'
import { NATIONAL_SCHEMES } from '../capabilities.ts'
import type { ApsConfig } from '../config.ts'
import { sign } from '../signature.ts'
import { checkPayableAmount } from './amount-rules.ts'
import { countsAsWeDo } from './currencies.ts'
import { chargeIssues, completionIssues, creationIssues, emailOfCharge } from './issues.ts'
import { recurringTerms } from './recurring-terms.ts'
import { fitCustomerName, fitEmail, fitOrderDescription, languageOf } from './text.ts'

type Command<Verb extends ProviderCommand['verb']> = Extract<ProviderCommand, { verb: Verb }>
type Refusal = { readonly ok: false; readonly error: PrepareRefusal }
type Fields = Readonly<Record<string, string | undefined>>

/** The credentials that a request needs. */
type Credentials = Pick<ApsConfig, 'accessCode' | 'merchantIdentifier' | 'shaRequestPhrase' | 'shaType'>

/** The language of messages that only operators read. */
const OPERATORS_LANGUAGE = 'en'

/** The default according to the documentation; sent anyway, as APS's plug-ins do. */
const KEEP_THE_CARD = 'YES'

/**
 * APS requires the IP address of the consumer's device. If no public address is known, the unspecified address is sent.
 * APS does not document it, but is assumed to accept it.
 */
const UNKNOWN_ADDRESS = '0.0.0.0'

/** Turns a command into APS's signed request, or returns why not. Pure: equal commands give equal bytes. */
export function prepareRequest(credentials: Credentials, command: ProviderCommand): Prepared {
  switch (command.verb) {
    case 'createAgreement':
      return (
        refuseCreation(command) ?? build(credentials, command, creationFields(command), command.initialCharge?.amount)
      )
    case 'createCharge':
      return refuseCharge(command) ?? build(credentials, command, chargeFields(command), command.amount)
    case 'revokeAgreement':
      return command.token === null
        ? invalidInput([
            {
              path: ['id'],
              code: 'UNSUPPORTED',
              message: 'The agreement has no stored card, so there is nothing to revoke.',
            },
          ])
        : build(credentials, command, revocationFields(command, command.token))
    default:
      return build(credentials, command, operationFields(command), command.verb === 'void' ? undefined : command.amount)
  }
}

/** Why a creation is refused before the consumer is sent to APS. */
export function refuseSetUp(
  command: Command<'createAgreement'> | Omit<Command<'createAgreement'>, keyof CommandIdentity>,
) {
  const amount = command.initialCharge?.amount
  const issues = creationIssues(command)
  if (issues.length > 0) return invalidInput(issues)
  return amount && (refuseCurrency(amount) ?? checkPayableAmount(amount, null))
}

function refuseCreation(command: Command<'createAgreement'>): Refusal | undefined {
  const { initialCharge, instrument, paymentMethod } = command
  const separate = initialCharge?.captureMode === 'MANUAL'
  if (separate && NATIONAL_SCHEMES.has(paymentMethod))
    return unsupported('initialSeparateCapture', `${paymentMethod} captures charges automatically. Omit captureMode.`)
  const issues = [...creationIssues(command), ...completionIssues(command)]
  if (issues.length > 0) return invalidInput(issues)
  const amount = initialCharge?.amount
  return amount && (refuseCurrency(amount) ?? checkPayableAmount(amount, instrument?.brand))
}

/** Not checked for later operations of a charge, which use the units of the charge. */
function refuseCurrency({ currency }: Money): Refusal | undefined {
  if (countsAsWeDo(currency)) return undefined
  return unsupported(
    'currencies',
    `APS uses another number of decimals for ${currency} than ISO 4217. Use another currency.`,
  )
}

function refuseCharge(command: Command<'createCharge'>): Refusal | undefined {
  const { instrument, paymentMethod } = command
  const scheme = [paymentMethod, instrument?.brand ?? ''].find(name => NATIONAL_SCHEMES.has(name))
  if (command.initiator === 'CONSUMER')
    return unsupported(
      'consumerInitiatedCharges',
      'APS would need the security code of a stored card for initiator CONSUMER. Omit initiator.',
    )
  if (scheme !== undefined)
    return unsupported(
      'merchantInitiatedCharges',
      `${scheme} cards can be charged only with the consumer present. Create a new agreement with an initialCharge.`,
    )
  if (command.captureMode === 'MANUAL')
    return unsupported('separateCapture', 'APS captures charges without the consumer automatically. Omit captureMode.')
  const issues = chargeIssues(command)
  if (issues.length > 0) return invalidInput(issues)
  return refuseCurrency(command.amount) ?? checkPayableAmount(command.amount, instrument?.brand)
}

/** The consumer's first payment. The agreement's id is our reference, which is known even if the response is lost. */
function creationFields(command: Command<'createAgreement'>): Fields {
  const { consumer, initialCharge, instrument, paymentMethod, sentReference } = command
  const ip = command.client?.ip ?? null
  return {
    command: initialCharge?.captureMode === 'MANUAL' ? 'AUTHORIZATION' : 'PURCHASE',
    merchant_reference: sentReference,
    ...moneyFields(initialCharge?.amount),
    language: languageOf(consumer.locale),
    customer_email: consumer.email === null ? undefined : fitEmail(consumer.email),
    customer_ip: ip !== null && isPublicAddress(ip) ? ip : UNKNOWN_ADDRESS,
    token_name: instrument?.token,
    eci: 'ECOMMERCE',
    payment_option: NATIONAL_SCHEMES.has(paymentMethod) ? paymentMethod : undefined,
    remember_me: KEEP_THE_CARD,
    return_url: command.returnUrl ?? undefined,
    order_description: fitOrderDescription(initialCharge?.description ?? command.description),
    customer_name: fitCustomerName(consumer.name),
    agreement_id: sentReference,
    ...recurringTerms(command),
  }
}

function chargeFields(command: Command<'createCharge'>): Fields {
  const email = emailOfCharge(command)
  return {
    command: 'PURCHASE',
    merchant_reference: command.sentReference,
    ...moneyFields(command.amount),
    language: OPERATORS_LANGUAGE,
    customer_email: email === null ? undefined : fitEmail(email),
    eci: 'RECURRING',
    token_name: command.instrument?.token,
    agreement_id: command.agreementReference,
    order_description: fitOrderDescription(command.description),
    customer_name: fitCustomerName(command.consumer.name),
  }
}

/** APS has no agreements: the card's token is deactivated, as APS's own plug-ins do to remove a card. */
function revocationFields(command: Command<'revokeAgreement'>, token: string): Fields {
  return {
    service_command: 'UPDATE_TOKEN',
    merchant_reference: command.sentReference,
    language: OPERATORS_LANGUAGE,
    token_name: token,
    token_status: 'INACTIVE',
  }
}

const commands = { capture: 'CAPTURE', refund: 'REFUND', void: 'VOID_AUTHORIZATION' } as const

/**
 * All use the charge's reference; only a refund also has its own. A void is for the whole amount, so it has no amount.
 */
function operationFields(command: Command<'capture' | 'refund' | 'void'>): Fields {
  return {
    command: commands[command.verb],
    merchant_reference: command.chargeSentReference,
    ...(command.verb === 'void' ? {} : moneyFields(command.amount)),
    language: OPERATORS_LANGUAGE,
    fort_id: command.chargeReference,
    maintenance_reference: command.verb === 'refund' ? command.sentReference : undefined,
    order_description: fitOrderDescription(command.reason),
  }
}

/**
 * Minor units by ISO 4217's decimals, as text.
 *
 * @throws RangeError for an amount that is not positive: a defect of the caller.
 */
function moneyFields(money: Money | undefined): Fields {
  if (money === undefined) return {}
  if (money.value <= 0n) throw new RangeError('an amount must be at least 1')
  return { amount: money.value.toString(), currency: money.currency }
}

function build(credentials: Credentials, command: ProviderCommand, fields: Fields, amount?: Money): Prepared {
  const request: ProviderRequest = {
    method: 'POST',
    // The configured endpoint is complete.
    path: '',
    body: signedBody(credentials, fields),
    providerKey: command.providerKey,
    verb: command.verb,
    expected: {
      sentReference: command.sentReference,
      ...(amount && { amount: amount.value.toString(), currency: amount.currency }),
    },
  }
  return { ok: true, request }
}

/** A message with credentials and signature. Undefined and empty values are omitted, because APS does not sign them. */
export function signedBody(credentials: Credentials, fields: Fields): string {
  const { accessCode, merchantIdentifier, shaRequestPhrase: phrase, shaType } = credentials
  const named = { ...fields, access_code: accessCode, merchant_identifier: merchantIdentifier }
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined && value !== ''))
  return JSON.stringify({ ...given, signature: sign(given, { phrase, shaType }) })
}
