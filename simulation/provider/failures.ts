import type { Failure } from '../../src/domain/decline/failure.ts'
import type { Chance } from '../engine/chance.ts'
import type { Purse } from './ledger.ts'

/** The judge uses this list instead of the gateway's own tables: an issuer's permanent declines. */
export const hardCodes: ReadonlySet<string> = new Set(['EXPIRED_CARD', 'STOLEN_CARD', 'CANCELED_BY_CONSUMER'])

export const declinedFailure: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'There is not enough money in the account.',
}
export const canceledFailure: Failure = {
  kind: 'CANCELED',
  code: 'CANCELED_BY_CONSUMER',
  advice: 'DO_NOT_RETRY',
  message: 'The consumer canceled the payment.',
}
export const timeoutFailure: Failure = {
  kind: 'EXPIRED',
  code: 'AUTHENTICATION_TIMEOUT',
  advice: 'AUTHENTICATE_CONSUMER',
  message: 'The consumer did not authenticate in time.',
}
export const refusal: Failure = {
  kind: 'INVALID_REQUEST',
  code: 'NOT_ALLOWED',
  advice: 'FIX_REQUEST',
  message: 'The provider refused the request because of the current state.',
}
export const expiredFailure: Failure = {
  kind: 'HARD_DECLINE',
  code: 'EXPIRED_CARD',
  advice: 'UPDATE_PAYMENT_METHOD',
  message: 'The card has expired.',
}
const stolenFailure: Failure = {
  kind: 'FRAUD_SUSPECTED',
  code: 'STOLEN_CARD',
  advice: 'DO_NOT_RETRY',
  message: 'The card was reported as stolen.',
}
const limitFailure: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'ACCOUNT_LIMIT_EXCEEDED',
  advice: 'RETRY_LATER',
  message: 'The limit of the account is reached for today.',
}
const unlistedFailure: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: 'Declined with a code that no table contains.',
  unlisted: true,
}

export const purses: Readonly<Record<Purse, Failure | undefined>> = {
  full: undefined,
  empty: declinedFailure,
  expired: expiredFailure,
}

/** Most declines are for insufficient funds; a few are permanent. */
export function drawDecline(chance: Chance): Failure {
  return chance.pick([
    ...Array<Failure>(10).fill(declinedFailure),
    ...[limitFailure, limitFailure, unlistedFailure, unlistedFailure, expiredFailure, stolenFailure],
  ])
}
