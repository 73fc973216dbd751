import { MAX_MINOR_UNITS, type Money } from '../../../base/money.ts'
import type { IntervalUnit } from '../../../domain/enums.ts'
import { invalidInput } from '../../../domain/input/user-error.ts'
import type {
  CreateAgreementCommand,
  CreateChargeCommand,
  Prepared,
  ProviderCommand,
  ProviderRequest,
} from '../../port/provider.ts'
import { authenticationSettings } from './authentication-settings.ts'
import { phoneOf } from './consumer-phone.ts'
import { findIssues } from './issues.ts'
import { fitAddress, fitClient, fitDescription, fitLocale, fitText, fitWhole } from './text.ts'

type Command<Verb extends ProviderCommand['verb']> = Extract<ProviderCommand, { verb: Verb }>

/**
 * Turns a command into PPRO's request, or returns what PPRO's formats refuse. Pure: equal commands give equal bytes.
 */
export function prepareRequest(command: ProviderCommand): Prepared {
  const issues = findIssues(command)
  return issues.length > 0 ? invalidInput(issues) : { ok: true, request: requestOf(command) }
}

function requestOf(command: ProviderCommand): ProviderRequest {
  switch (command.verb) {
    case 'createAgreement':
      return build(command, '/v1/payment-agreements', agreementBody(command), command.agreedAmount ?? undefined)
    case 'createCharge': {
      const path = `/v1/payment-agreements/${encodeURIComponent(command.agreementReference)}/payment-charges`
      return build(command, path, chargeBody(command), command.amount)
    }
    case 'revokeAgreement':
      return build(command, `/v1/payment-agreements/${encodeURIComponent(command.agreementReference)}/revocations`, {})
    default: {
      const path = `/v1/payment-charges/${encodeURIComponent(command.chargeReference)}/${command.verb}s`
      return build(command, path, operationBody(command), command.amount)
    }
  }
}

/** JSON.stringify omits undefined members and keeps their order, so equal commands give equal bytes. */
function build(command: ProviderCommand, path: string, body: object, amount?: Money): ProviderRequest {
  return {
    method: 'POST',
    path,
    body: JSON.stringify(body),
    providerKey: command.providerKey,
    verb: command.verb,
    expected: {
      sentReference: command.sentReference,
      ...(amount && { amount: amount.value.toString(), currency: amount.currency }),
    },
  }
}

const frequencyTypes: Readonly<Record<IntervalUnit, string>> = {
  DAY: 'DAILY',
  WEEK: 'WEEKLY',
  MONTH: 'MONTHLY',
  YEAR: 'YEARLY',
}

function agreementBody(command: Command<'createAgreement'>): object {
  const { frequency, agreedAmount } = command
  return {
    paymentMethod: command.paymentMethod,
    consumer: consumerBody(command),
    description: fitDescription(command.description),
    merchantPaymentAgreementReference: command.sentReference,
    frequency: frequency ? { type: frequencyTypes[frequency.interval], interval: frequency.intervalCount } : undefined,
    startDate: command.startsAt?.toISOString(),
    endDate: command.endsAt?.toISOString(),
    amount: agreedAmount ? wireMoney(agreedAmount) : undefined,
    // PPRO defines it only together with the amount.
    amountType: agreedAmount ? command.amountRule : undefined,
    webhooksUrl: httpsOnly(command.webhooksUrl),
    initialPaymentCharge: initialChargeBody(command),
    authenticationSettings: authenticationSettings(command),
  }
}

/** `scheduleType` is left out: PPRO documents neither a default nor a value for the initial charge. */
function initialChargeBody({ initialCharge, webhooksUrl }: CreateAgreementCommand): object | undefined {
  if (!initialCharge) return undefined
  return {
    amount: wireMoney(initialCharge.amount),
    initiator: 'CONSUMER',
    paymentDescriptor: fitText(initialCharge.description),
    autoCapture: initialCharge.captureMode === 'AUTOMATIC',
    merchantPaymentChargeReference: initialCharge.sentReference,
    webhooksUrl: httpsOnly(webhooksUrl),
  }
}

function consumerBody({ consumer, client, paymentMethod }: CreateAgreementCommand): object {
  const address = consumer.billingAddress
  return {
    country: consumer.country,
    name: fitText(consumer.name),
    email: fitWhole(consumer.email),
    phone: fitWhole(phoneOf(consumer)),
    birthDate: consumer.birthDate ?? undefined,
    locale: fitLocale(consumer.locale),
    client: fitClient(client, paymentMethod),
    taxIdentification: fitWhole(consumer.taxId),
    merchantConsumerReference: fitWhole(consumer.reference),
    billingAddress: address ? fitAddress(address) : undefined,
  }
}

function chargeBody(command: CreateChargeCommand & { readonly sentReference: string }): object {
  const client = fitClient(command.client, command.paymentMethod)
  return {
    amount: wireMoney(command.amount),
    initiator: command.initiator,
    scheduleType: command.reason,
    paymentDescriptor: fitText(command.description),
    // Always set, because PPRO documents no default.
    autoCapture: command.captureMode === 'AUTOMATIC',
    merchantPaymentChargeReference: command.sentReference,
    webhooksUrl: httpsOnly(command.webhooksUrl),
    authenticationSettings:
      command.initiator === 'CONSUMER' && command.returnUrl !== null
        ? [{ type: 'REDIRECT', settings: { returnUrl: command.returnUrl } }]
        : undefined,
    consumer: client ? { client } : undefined,
  }
}

const REFUND_REASONS: ReadonlySet<string> = new Set([
  'RETURN',
  'DUPLICATE',
  'FRAUD',
  'CUSTOMER_REQUEST',
  'PRE_DISPUTE',
  'OTHER',
])

/** Amounts of operations are bare integers in the charge's currency. */
function operationBody(command: Command<'capture' | 'refund' | 'void'>): object {
  const amount = wireAmount(command.amount)
  if (command.verb === 'capture') return { amount, merchantCaptureReference: command.sentReference }
  if (command.verb === 'void') return { amount, merchantVoidReference: command.sentReference }
  return { amount, merchantRefundReference: command.sentReference, ...refundReason(command.reason) }
}

/** One of PPRO's reasons if the text matches it (also "customer request"); otherwise OTHER with the text. */
function refundReason(reason: string | null): object {
  if (reason === null) return {}
  const word = reason
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_')
  return REFUND_REASONS.has(word)
    ? { refundReason: word }
    : { refundDescriptor: fitText(reason), refundReason: 'OTHER' }
}

/** PPRO refuses anything but https. Without a URL it uses the account's default. */
function httpsOnly(url: string | null): string | undefined {
  return url?.startsWith('https://') ? url : undefined
}

function wireMoney(money: Money): object {
  return { value: wireAmount(money), currency: money.currency }
}

/**
 * A JSON number, exact up to 2^53-1.
 *
 * @throws RangeError beyond, or for an amount that is not positive: a defect of the caller.
 */
function wireAmount({ value }: Money): number {
  if (value <= 0n || value > MAX_MINOR_UNITS) throw new RangeError('an amount must be from 1 to 2^53-1')
  return Number(value)
}
