import { networkRulesOf, type RetryBudget, retryBudget } from '../../domain/charge/retry-budget.ts'
import type { ChargeInitiator } from '../../domain/enums.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { countedAttempts } from '../../store/charge/retry-budget.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { invalidState } from '../command/answers.ts'

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
