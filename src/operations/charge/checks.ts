import { checkAgreedAmount } from '../../domain/agreement/amount.ts'
import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { networkRulesOf, type RetryBudget, retryBudget } from '../../domain/charge/retry-budget.ts'
import type { ChargeInitiator } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import { type InputIssue, invalidInput } from '../../domain/input/user-error.ts'
import { checkAmount, type PaymentMethodCapability, unsupported } from '../../domain/provider/capability.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { countedAttempts } from '../../store/charge/retry-budget.ts'
import { chargeCounts } from '../../store/reads/charge-counts.ts'
import { openChargeOfOccurrence } from '../../store/schedule/open-charge.ts'
import type { Sql, Transaction } from '../../store/sql/database.ts'
import { findCharge } from '../../store/sql/find-rows.ts'
import type { AgreementRow } from '../../store/tables.ts'
import { invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { ChargeCreateInput } from '../command/inputs.ts'

/** Checks the arguments without reading anything. */
export function chargeInputIssues(input: ChargeCreateInput): readonly InputIssue[] {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.money(['amount'], input.amount)
  issues.url(['returnUrl'], input.returnUrl)
  issues.text(['reference'], input.reference)
  issues.text(['description'], input.description)
  issues.ip(['client', 'ip'], input.client?.ip)
  issues.metadata(input.metadata)
  if (input.reason === 'INITIAL')
    issues.add(
      ['reason'],
      'UNSUPPORTED',
      'Must not be INITIAL. To make an initial charge, use agreementCreate with initialCharge.',
    )
  if (input.initiator === 'CONSUMER' && !input.returnUrl)
    issues.add(
      ['returnUrl'],
      'REQUIRED',
      'Required if initiator is CONSUMER: the URL to which the consumer returns after authentication.',
    )
  return issues.found
}

/**
 * Checks whether the agreement can be charged, now or `at` another instant, by what is known now. Undefined if it can.
 */
export async function checkChargeable(
  sql: Sql,
  caller: Pick<Caller, 'tenant'>,
  agreement: AgreementRow,
  { now, at = now }: { now: Date; at?: Date },
) {
  if (agreement.status !== 'ACTIVE') {
    const then = isTerminalAgreement(agreement.status) ? 'Create a new agreement.' : 'Wait until it is ACTIVE.'
    return invalidState(
      agreement.status,
      `The agreement must be ACTIVE to be charged, but it is ${agreement.status}. ${then}`,
    )
  }
  if (agreement.revokeRequestedAt !== null)
    return invalidState(
      agreement.status,
      'The agreement is being revoked and can no longer be charged. Create a new agreement.',
    )
  const { startsAt, endsAt } = agreement
  if (startsAt !== null && startsAt > at)
    return invalidState(
      agreement.status,
      `The agreement can be charged only from ${startsAt.toISOString()} on. Charge it at or after that time.`,
    )
  if (endsAt !== null && endsAt <= at)
    return invalidState(
      endsAt <= now ? 'EXPIRED' : agreement.status,
      `The agreement can be charged only before ${endsAt.toISOString()}. Create a new agreement for later charges.`,
    )
  if (agreement.chargeCount === null) return undefined
  const [counted] = await chargeCounts(sql, caller.tenant, [agreement.id])
  if ((counted?.count ?? 0) >= agreement.chargeCount)
    return invalidState(
      agreement.status,
      `All ${agreement.chargeCount} charges that the consumer agreed to have been made. Create a new agreement.`,
    )
  return undefined
}

/**
 * Checks the amount against the agreement, and the options against the payment method. Undefined if both allow the
 * charge.
 */
export function checkAmountAndCapture(
  agreement: AgreementRow,
  capability: PaymentMethodCapability,
  input: Pick<ChargeCreateInput, 'amount' | 'initiator' | 'captureMode'>,
) {
  const agreed = {
    amount:
      agreement.agreedAmount === null || agreement.agreedCurrency === null
        ? null
        : { value: agreement.agreedAmount, currency: agreement.agreedCurrency },
    rule: agreement.amountRule,
  }
  const wrong = checkAgreedAmount(agreed, input.amount, ['amount']) ?? checkAmount(capability, input.amount)
  if (wrong) return wrong
  if (input.initiator === 'CONSUMER' && !capability.consumerInitiatedCharges)
    return unsupported(
      'consumerInitiatedCharges',
      `${capability.paymentMethod} does not support later charges with initiator CONSUMER. Omit initiator.`,
    )
  if (input.initiator !== 'CONSUMER' && !capability.merchantInitiatedCharges)
    return unsupported(
      'merchantInitiatedCharges',
      `${capability.paymentMethod} does not support charges without the consumer. Send initiator CONSUMER and a returnUrl.`,
    )
  if (input.captureMode === 'MANUAL' && !capability.separateCapture)
    return unsupported(
      'separateCapture',
      `${capability.paymentMethod} captures charges automatically. Omit captureMode.`,
    )
  return undefined
}

/**
 * Finds the charge to retry. It must belong to the same agreement, and it and all other tries of the same payment must
 * certainly have failed. An UNKNOWN charge may have been paid: the gateway queries its status and never retries it.
 */
export async function findRetried(sql: Sql, caller: Caller, input: ChargeCreateInput) {
  if (input.retryOf == null) return { ok: true, retried: null } as const
  const retried = await findCharge(sql, caller.tenant, input.retryOf)
  if (retried === undefined) return notFound('charge', input.retryOf)
  if (retried.agreementId !== input.agreementId)
    return invalidInput([
      { path: ['retryOf'], code: 'UNSUPPORTED', message: 'Must be a charge of the agreement in agreementId.' },
    ])
  if (retried.needsAttention)
    return invalidState(
      retried.status,
      'A person must review this charge first, because needsAttention is true. An operator can use chargeResolve.',
    )
  const other = await openChargeOfOccurrence(sql, caller.tenant, retried.id)
  if (other !== undefined)
    return invalidState(
      other.status,
      `${other.id}, another attempt at the same payment, is ${other.status} and can still succeed. Wait for its outcome.`,
    )
  return { ok: true, retried } as const
}

/** A card network's retry limit that is reached, and the instant from which the network allows the next charge. */
export type SpentBudget = RetryBudget & { readonly freeAt: Date }

type Charged = Pick<LoadedAgreement, 'row' | 'instrument'>

/**
 * The network's retry limit for an agreement's instrument, if it is reached. Undefined if one more merchant-initiated
 * charge is allowed. Must run in the transaction that holds the agreement's lock and records that charge. Runs a
 * statement only if the instrument's network has a rule.
 */
export async function spentRetryBudget(
  sql: Transaction,
  { row, instrument }: Charged,
  now: Date,
): Promise<SpentBudget | undefined> {
  const rules = networkRulesOf(instrument?.brand)
  if (rules.length === 0 || row.instrumentId === null) return undefined
  const counted = await countedAttempts(sql, row, [row.instrumentId], now)
  const budget = retryBudget(
    rules,
    counted.map(({ at }) => at),
    now,
  )
  return budget?.freeAt ? { ...budget, freeAt: budget.freeAt } : undefined
}

/** Checks that the card networks allow one more charge on the agreement's instrument. Undefined if they do. */
export async function checkRetryBudget(
  sql: Transaction,
  charged: Charged,
  { initiator, now }: { readonly initiator: ChargeInitiator; readonly now: Date },
) {
  // The networks count only charges in which the cardholder takes no part.
  if (initiator === 'CONSUMER') return undefined
  const spent = await spentRetryBudget(sql, charged, now)
  return spent && invalidState(charged.row.status, messageOf(spent))
}

function messageOf({ rule, used, freeAt }: SpentBudget): string {
  return (
    `Card-network retry limit reached (${rule}): ${used} merchant-initiated charges have failed or are pending. ` +
    `Try again after ${freeAt.toISOString()}.`
  )
}
