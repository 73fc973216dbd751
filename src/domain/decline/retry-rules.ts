/**
 * How a failed payment is retried.
 * - never: not automatically, whatever the policy says.
 * - retrySchedule: on the days of the schedule's retry policy, each on a new local date.
 * - soon: no issuer was contacted, so no day of the policy is used up: again after the wait.
 */
export type RetryRule =
  | { readonly retry: 'never' }
  | {
      readonly retry: 'retrySchedule' | 'soon'
      /** At least this long between two tries. */
      readonly minimumWaitMs: number
      /**
       * How many tries of one payment can have this result (or, for soon, can be retried this soon). Null if only the
       * policy limits them.
       */
      readonly mostTries: number | null
    }

const HOUR_MS = 3_600_000
/**
 * A day with a margin for daylight saving time and a late scheduler: the same time on the next day is never too soon.
 */
const DAY_AT_LEAST_MS = 20 * HOUR_MS

export const never: RetryRule = { retry: 'never' }
const retrySchedule: RetryRule = { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: null }
/** A limit that usually counts by day. */
const nextDay: RetryRule = { ...retrySchedule, minimumWaitMs: DAY_AT_LEAST_MS }
/** Issuers use these codes for temporary and permanent reasons: after a few tries the reason counts as permanent. */
const aFewTries: RetryRule = { ...retrySchedule, mostTries: 5 }
/** The first try and 24 more: one day of an unreachable provider. */
const hourly: RetryRule = { retry: 'soon', minimumWaitMs: HOUR_MS, mostTries: 25 }

/**
 * For an unknown reason or none: soft, because a provider's new code must not end subscriptions, and limited, because
 * it can mean "never".
 */
export const unlistedReason: RetryRule = { ...retrySchedule, mostTries: 3 }

const codes = (rule: RetryRule, names: string) => names.split(/\s+/).map(name => [name, rule] as const)

/** The rule of every normalized code that the providers' tables and the gateway use. */
export const retryRules: ReadonlyMap<string, RetryRule> = new Map([
  // The provider accepted nothing, or does not know the request.
  ...codes(hourly, 'NEVER_ARRIVED PROVIDER_CREDENTIALS_REFUSED PROVIDER_UNREACHABLE'),

  // Some methods only ever return GENERIC_DECLINE, so the policy decides how often to try.
  ...codes(retrySchedule, 'GENERIC_DECLINE INSUFFICIENT_FUNDS RETRY_BUDGET_USED'),
  ...codes(nextDay, 'ACCOUNT_LIMIT_EXCEEDED MERCHANT_LIMIT_EXCEEDED REFUND_BLOCKED_TEMPORARILY VELOCITY_EXCEEDED'),
  ...codes(aFewTries, 'DO_NOT_HONOR REFER_TO_ISSUER'),
  // It failed behind the provider: an issuer may have been contacted.
  ...codes(
    retrySchedule,
    `CONFIRMATION_TIMEOUT INTERNAL_PROCESSING_ERROR PAYMENT_METHOD_TIMEOUT PROVIDER_PROCESSING_ERROR RESOLVED_AS_FAILED
    RETRY_REFUND_LATER SIMULTANEOUS_OPERATION_IN_PROGRESS UNRESPONSIVE_ISSUER UNRESPONSIVE_PROVIDER`,
  ),

  // Another card, a new agreement or the consumer is needed.
  ...codes(
    never,
    `ACCOUNT_NOT_SUPPORTED AGREEMENT_INACTIVE AGREEMENT_REVOKED AUTHENTICATION_FAILED AUTHENTICATION_PAGE_LOST
    AUTHENTICATION_TIMEOUT BLOCKED_ACCOUNT BLOCKED_BIN BLOCKED_EMAIL BLOCKED_IP CARD_CLOSED_OR_INVALID CARD_NOT_VERIFIED
    CREATION_LOST EXPIRED_CARD EXPIRED_SESSION INCORRECT_BILLING_ADDRESS INCORRECT_CVV INCORRECT_EXPIRY
    INCORRECT_HOLDER_NAME INCORRECT_ISSUER INCORRECT_NUMBER INCORRECT_PIN INSTRUMENT_NOT_FOUND INVALID_ACCOUNT NOT_PERMITTED
    PIN_TRIES_EXCEEDED`,
  ),
  // No retry can succeed.
  ...codes(
    never,
    `CANCELED_BY_CONSUMER CHARGEBACK_DETECTED DISCARDED_BY_MERCHANT DUPLICATE_DETECTED LOST_CARD PICK_UP_CARD
    REFUND_NOT_SUPPORTED REFUND_PERIOD_EXPIRED RETRY_LIMIT_EXCEEDED REVOKED_BEFORE_ACTIVE SECURITY_VIOLATION STOLEN_CARD
    SUSPECTED_FRAUD TRANSACTION_DISPUTED`,
  ),
  // The request, the account or this gateway must change first.
  ...codes(
    never,
    `AMOUNT_NOT_SUPPORTED CHARGE_NOT_CONFIRMED CHARGE_NOT_FOUND COUNTRY_NOT_SUPPORTED CURRENCY_NOT_SUPPORTED
    EXCEEDS_AUTHORIZED_AMOUNT EXCEEDS_CAPTURED_AMOUNT EXCEEDS_REFUNDABLE_AMOUNT EXCEEDS_REFUND_LIMIT FORMAT_ERROR
    INCORRECT_TAX_ID INTERNAL_SERVICE_UNAVAILABLE INVALID_AMOUNT INVALID_AUTHENTICATION_SETTINGS INVALID_CONFIGURATION
    INVALID_COUNTRY INVALID_CURRENCY INVALID_INPUT_DATA INVALID_IP INVALID_MANDATE_ID INVALID_MERCHANT
    INVALID_PAYMENT_METHOD INVALID_REQUEST INVALID_SIGNATURE INVALID_TAX_ID INVALID_TRANSACTION MISSING_IBAN
    NO_AUTHORIZED_AMOUNT NO_CAPTURED_AMOUNT OPERATION_NOT_ALLOWED TOKEN_NOT_CREATED
    UNEXPECTED_ANSWER`,
  ),
])
