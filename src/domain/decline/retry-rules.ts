/**
 * What retrying means.
 * - never: not by itself, whatever the policy says.
 * - retrySchedule: on the days of the schedule's retry policy, each on a new local date.
 * - soon: nobody was asked, so nothing is used up: again after the wait.
 */
export type RetryRule =
  | { readonly retry: 'never' }
  | {
      readonly retry: 'retrySchedule' | 'soon'
      /** Between two tries at least. */
      readonly minimumWaitMs: number
      /**
       * How many tries of one payment may end so, or, of soon ones, come so soon; null if the policy alone bounds them.
       */
      readonly mostTries: number | null
    }

const HOUR_MS = 3_600_000
/** A day, less what clocks are put forward and a scheduler is late: the next day's time of day is never too soon. */
const DAY_AT_LEAST_MS = 20 * HOUR_MS

export const never: RetryRule = { retry: 'never' }
const retrySchedule: RetryRule = { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: null }
/** Something is counted, most often by the day. */
const nextDay: RetryRule = { ...retrySchedule, minimumWaitMs: DAY_AT_LEAST_MS }
/** Issuers say so for passing reasons and for lasting ones alike: a few spaced tries, then it is taken for lasting. */
const aFewTries: RetryRule = { ...retrySchedule, mostTries: 5 }
/** The first and 24 more: a day of a provider that cannot be reached. */
const hourly: RetryRule = { retry: 'soon', minimumWaitMs: HOUR_MS, mostTries: 25 }

/**
 * For a reason that no table knows, or none: soft, since a provider's new word must not end subscriptions for good, and
 * bounded, since it may mean "never".
 */
export const unlistedReason: RetryRule = { ...retrySchedule, mostTries: 3 }

const codes = (rule: RetryRule, names: string) => names.split(/\s+/).map(name => [name, rule] as const)

/** By normalized code, every one that the providers' tables and the gateway itself use. */
export const retryRules: ReadonlyMap<string, RetryRule> = new Map([
  // The provider took nothing, or says that it knows nothing of it.
  ...codes(hourly, 'NEVER_ARRIVED PROVIDER_CREDENTIALS_REFUSED PROVIDER_UNREACHABLE'),

  // GENERIC_DECLINE is all that some methods ever say: how often to try, the policy knows best.
  ...codes(retrySchedule, 'GENERIC_DECLINE INSUFFICIENT_FUNDS RETRY_BUDGET_USED'),
  ...codes(nextDay, 'ACCOUNT_LIMIT_EXCEEDED MERCHANT_LIMIT_EXCEEDED REFUND_BLOCKED_TEMPORARILY VELOCITY_EXCEEDED'),
  ...codes(aFewTries, 'DO_NOT_HONOR REFER_TO_ISSUER'),
  // Somewhere behind the provider it broke: an issuer may have been asked.
  ...codes(
    retrySchedule,
    `CONFIRMATION_TIMEOUT INTERNAL_PROCESSING_ERROR PAYMENT_METHOD_TIMEOUT PROVIDER_PROCESSING_ERROR RESOLVED_AS_FAILED
    RETRY_REFUND_LATER SIMULTANEOUS_OPERATION_IN_PROGRESS UNRESPONSIVE_ISSUER UNRESPONSIVE_PROVIDER`,
  ),

  // Only something else helps: another card, a new agreement, the consumer.
  ...codes(
    never,
    `ACCOUNT_NOT_SUPPORTED AGREEMENT_INACTIVE AGREEMENT_REVOKED AUTHENTICATION_FAILED AUTHENTICATION_PAGE_LOST
    AUTHENTICATION_TIMEOUT BLOCKED_ACCOUNT BLOCKED_BIN BLOCKED_EMAIL BLOCKED_IP CARD_CLOSED_OR_INVALID CARD_NOT_VERIFIED
    CREATION_LOST EXPIRED_CARD EXPIRED_SESSION INCORRECT_BILLING_ADDRESS INCORRECT_CVV INCORRECT_EXPIRY
    INCORRECT_HOLDER_NAME INCORRECT_ISSUER INCORRECT_NUMBER INCORRECT_PIN INSTRUMENT_NOT_FOUND INVALID_ACCOUNT NOT_PERMITTED
    PIN_TRIES_EXCEEDED`,
  ),
  // Nothing helps.
  ...codes(
    never,
    `CANCELED_BY_CONSUMER CHARGEBACK_DETECTED DISCARDED_BY_MERCHANT DUPLICATE_DETECTED LOST_CARD PICK_UP_CARD
    REFUND_NOT_SUPPORTED REFUND_PERIOD_EXPIRED RETRY_LIMIT_EXCEEDED REVOKED_BEFORE_ACTIVE SECURITY_VIOLATION STOLEN_CARD
    SUSPECTED_FRAUD TRANSACTION_DISPUTED`,
  ),
  // The request, the account or this gateway has to change first.
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
