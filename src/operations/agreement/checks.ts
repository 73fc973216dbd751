import { checkAgreedAmount } from '../../domain/agreement/amount.ts'
import { issueList } from '../../domain/input/issues.ts'
import { type InputIssue, invalidInput } from '../../domain/input/user-error.ts'
import {
  checkAmount,
  checkCurrency,
  type PaymentMethodCapability,
  unsupported,
} from '../../domain/provider/capability.ts'
import type { PersonalData } from '../../store/consumer/personal-data.ts'
import type { ConsumerRow } from '../../store/tables.ts'

import type { AgreementCreateInput } from '../command/inputs.ts'

const INTERVAL_COUNT_MAX = 1_000
const CHARGE_COUNT_MAX = 10_000

/** Checks the arguments without reading anything. */
export function agreementInputIssues(input: AgreementCreateInput): readonly InputIssue[] {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.text(['paymentMethod'], input.paymentMethod, { max: 64 })
  issues.url(['returnUrl'], input.returnUrl)
  issues.text(['description'], input.description)
  issues.text(['reference'], input.reference)
  issues.money(['agreedAmount'], input.agreedAmount)
  issues.range(['frequency', 'intervalCount'], input.frequency?.intervalCount, { min: 1, max: INTERVAL_COUNT_MAX })
  issues.range(['chargeCount'], input.chargeCount, { min: 1, max: CHARGE_COUNT_MAX })
  issues.ip(['client', 'ip'], input.client?.ip)
  issues.metadata(input.metadata)
  issues.money(['initialCharge', 'amount'], input.initialCharge?.amount)
  issues.text(['initialCharge', 'reference'], input.initialCharge?.reference)
  issues.text(['initialCharge', 'description'], input.initialCharge?.description)
  const { amountRule, agreedAmount, startsAt, endsAt } = input
  if (amountRule && amountRule !== 'VARIABLE' && !agreedAmount)
    issues.add(['agreedAmount'], 'REQUIRED', `Required if amountRule is ${amountRule}.`)
  if (startsAt && endsAt && endsAt <= startsAt) issues.add(['endsAt'], 'RANGE', 'Must be after startsAt.')
  if (input.authenticationTypes?.length === 0)
    issues.add(
      ['authenticationTypes'],
      'REQUIRED',
      'Must have at least one entry. Omit the field to allow all types of the payment method.',
    )
  return issues.found
}

/**
 * Checks that depend on the current time. A replay of an earlier request skips them, since it may have been valid then.
 */
export function checkEndsLater({ endsAt }: AgreementCreateInput, now: Date) {
  if (!endsAt || endsAt > now) return undefined
  return invalidInput([{ path: ['endsAt'], code: 'RANGE', message: 'Must be in the future.' }])
}

/** The fields that the payment method requires and that neither the input nor the consumer has. */
function missingFields(
  capability: PaymentMethodCapability,
  input: AgreementCreateInput,
  consumer: ConsumerRow,
  personal: PersonalData,
): InputIssue[] {
  const known: Readonly<Record<string, unknown>> = { ...consumer, ...personal }
  const given: Readonly<Record<string, unknown>> = { ...input }
  // A returnUrl is required if the consumer is redirected.
  const goesNowhere = input.authenticationTypes != null && !input.authenticationTypes.includes('REDIRECT')
  const required = (path: readonly string[], field: string): InputIssue => ({
    path,
    code: 'REQUIRED',
    message: `${capability.paymentMethod} needs ${field}.`,
  })
  return [
    ...capability.requiredConsumerFields
      .filter(field => known[field] == null)
      .map(field => required(['consumerId', field], `the consumer's ${field}. Set it with consumerUpdate`)),
    ...capability.requiredAgreementFields
      .filter(field => given[field] == null && !(field === 'returnUrl' && goesNowhere))
      .map(field => required([field], field)),
    ...(capability.initialCharge === 'REQUIRED' && !input.initialCharge
      ? [required(['initialCharge'], 'an initial charge')]
      : []),
  ]
}

/** Checks that the payment method supports the request, before anything is recorded or sent. Undefined if it does. */
export function checkAgainstMethod(
  capability: PaymentMethodCapability,
  input: AgreementCreateInput,
  consumer: ConsumerRow,
  personal: PersonalData,
) {
  const missing = missingFields(capability, input, consumer, personal)
  if (missing.length > 0) return invalidInput(missing)
  const { initialCharge, agreedAmount, authenticationTypes } = input
  if (initialCharge && capability.initialCharge === 'UNSUPPORTED')
    return unsupported(
      'initialCharge',
      `${capability.paymentMethod} does not support an initial charge. Omit initialCharge, and use chargeCreate later.`,
    )
  if (capability.countries !== null && !capability.countries.includes(consumer.country))
    return unsupported(
      'countries',
      `${capability.paymentMethod} does not support consumers in ${consumer.country}. Supported countries: ` +
        `${capability.countries.join(', ')}.`,
    )
  const wrong = agreedAmount && checkCurrency(capability, agreedAmount.currency)
  if (wrong) return wrong
  if (authenticationTypes && !authenticationTypes.some(type => capability.authenticationTypes.includes(type)))
    return unsupported(
      'authenticationTypes',
      `${capability.paymentMethod} does not support these types. Supported types: ` +
        `${capability.authenticationTypes.join(', ')}.`,
    )
  if (!initialCharge) return undefined
  if (initialCharge.captureMode === 'MANUAL' && !capability.initialSeparateCapture)
    return unsupported(
      'initialSeparateCapture',
      `${capability.paymentMethod} captures an initial charge automatically. Omit captureMode.`,
    )
  const agreed = { amount: agreedAmount ?? null, rule: input.amountRule ?? 'VARIABLE' } as const
  return (
    checkAgreedAmount(agreed, initialCharge.amount, ['initialCharge', 'amount']) ??
    checkAmount(capability, initialCharge.amount)
  )
}
