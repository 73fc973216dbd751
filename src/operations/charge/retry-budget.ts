import { networkRulesOf, type RetryBudget, retryBudget } from '../../domain/charge/retry-budget.ts'
import type { ChargeInitiator } from '../../domain/enums.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { countedAttempts } from '../../store/charge/retry-budget.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { invalidState } from '../command/answers.ts'

/** Why a card network bears no further provider request now, and from when on it does. */
export type SpentBudget = RetryBudget & { readonly freeAt: Date }

type Charged = Pick<LoadedAgreement, 'row' | 'instrument'>

/**
 * The budget of an agreement's instrument where it is used up; undefined where one more charge that the merchant starts is
 * allowed. Asked in the transaction that holds the agreement's lock and records that charge. Costs a statement only where
 * the instrument's network states a rule.
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

/** Whether the networks bear one more provider request on the agreement's instrument. Undefined where they do. */
export async function checkRetryBudget(
  sql: Transaction,
  charged: Charged,
  { initiator, now }: { readonly initiator: ChargeInitiator; readonly now: Date },
) {
  // The networks count what the cardholder has no part in.
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
