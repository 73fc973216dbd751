import { isPaymentGroupParameter } from './parameters.ts'

export const SELECTORS = ['command', 'service_command', 'query_command'] as const

export type ApiCommandName =
  | 'PURCHASE'
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'REFUND'
  | 'VOID_AUTHORIZATION'
  | 'CHECK_STATUS'
  | 'UPDATE_TOKEN'

export type Command<Name extends string = string> = {
  readonly name: Name
  readonly selector: (typeof SELECTORS)[number]
  /** The reference from which faults are drawn. */
  readonly operation: string
  readonly mandatory: readonly string[]
  readonly optional: readonly string[]
  readonly takes?: (parameter: string) => boolean
}

const ACCOUNT = ['access_code', 'merchant_identifier', 'language', 'signature']
const EXTRAS = ['merchant_extra', ...[1, 2, 3, 4, 5].map(number => `merchant_extra${number}`)]

const PAYMENT = {
  selector: 'command' as const,
  mandatory: [...ACCOUNT, 'merchant_reference', 'amount', 'currency', 'customer_email', 'token_name'],
  optional: [
    ...EXTRAS,
    'customer_ip',
    'card_security_code',
    'remember_me',
    'payment_option',
    'eci',
    'order_description',
    'customer_name',
    'phone_number',
    'settlement_reference',
    'statement_descriptor',
    'return_url',
    'check_3ds',
    'agreement_id',
    'recurring_mode',
    'recurring_transactions_count',
    'recurring_days_between_payments',
    'recurring_expiry_date',
  ],
  takes: isPaymentGroupParameter,
}

const MAINTENANCE = {
  selector: 'command' as const,
  optional: ['fort_id', 'order_description'],
}

const REFERENCED = [...ACCOUNT, 'merchant_reference']
const WITH_AMOUNT = [...REFERENCED, 'amount', 'currency']

/** The commands of `paymentApi`. Every other command of APS is answered with 00004. */
export const API_COMMANDS: ReadonlyArray<Command<ApiCommandName>> = [
  { ...PAYMENT, name: 'PURCHASE', operation: 'purchase' },
  { ...PAYMENT, name: 'AUTHORIZATION', operation: 'authorization' },
  { ...MAINTENANCE, name: 'CAPTURE', operation: 'capture', mandatory: WITH_AMOUNT },
  {
    ...MAINTENANCE,
    name: 'REFUND',
    operation: 'refund',
    mandatory: WITH_AMOUNT,
    optional: [...MAINTENANCE.optional, 'maintenance_reference'],
  },
  { ...MAINTENANCE, name: 'VOID_AUTHORIZATION', operation: 'void', mandatory: REFERENCED },
  {
    name: 'CHECK_STATUS',
    selector: 'query_command',
    operation: 'check-status',
    mandatory: ACCOUNT,
    optional: ['merchant_reference', 'fort_id', 'maintenance_reference', 'return_third_party_response_codes'],
  },
  {
    name: 'UPDATE_TOKEN',
    selector: 'service_command',
    operation: 'update-token',
    mandatory: [...REFERENCED, 'token_name'],
    optional: ['expiry_date', 'card_holder_name', 'currency', 'token_status', 'new_token_name'],
  },
]

/**
 * The commands of `paymentPage`. With card data the request is the merchant's own form; without it, the page asks for
 * it.
 */
export const PAGE_COMMANDS: ReadonlyArray<Command<'TOKENIZATION'>> = [
  {
    name: 'TOKENIZATION',
    selector: 'service_command',
    operation: 'tokenization',
    mandatory: REFERENCED,
    optional: [
      'card_number',
      'expiry_date',
      'card_security_code',
      'card_holder_name',
      'remember_me',
      'token_name',
      'return_url',
      'recurring_mode',
      'recurring_transactions_count',
    ],
  },
]
