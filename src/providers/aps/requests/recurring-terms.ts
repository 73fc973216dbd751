import type { CreateAgreementCommand } from '../../port/provider.ts'

/** The agreement's terms as APS takes them with the first payment. What it does not state exactly is left out. */
export function recurringTerms(
  command: Pick<CreateAgreementCommand, 'amountRule' | 'chargeCount' | 'endsAt' | 'frequency'>,
): Readonly<Record<string, string | undefined>> {
  const count = laterCharges(command.chargeCount)
  return {
    recurring_mode: modeOf(command.amountRule, count),
    recurring_transactions_count: count?.toString(),
    // Its last day, as UTC has it: APS names no time zone.
    recurring_expiry_date: command.endsAt?.toISOString().slice(0, 10),
    recurring_days_between_payments: daysOf(command.frequency)?.toString(),
  }
}

/**
 * APS counts the merchant-initiated payments inside the agreement; our count is of all the charges that the consumer
 * agreed to, the first one among them, which is the consumer's own. Undefined if there is no such number, or nothing
 * is left to charge.
 */
function laterCharges(chargeCount: number | null): number | undefined {
  return chargeCount === null || chargeCount <= 1 ? undefined : chargeCount - 1
}

/** FIXED and VARIABLE both demand a count: without one the agreement is unscheduled, whatever its amounts. */
function modeOf(amountRule: CreateAgreementCommand['amountRule'], count: number | undefined): string {
  if (count === undefined) return 'UNSCHEDULED'
  return amountRule === 'EXACT' ? 'FIXED' : 'VARIABLE'
}

/**
 * Months and years have no number of days, and whether APS enforces the interval is not published: a wrong number could
 * have February's charge declined, so that only exact ones are given.
 */
function daysOf(frequency: CreateAgreementCommand['frequency']): number | undefined {
  if (frequency?.interval === 'DAY') return frequency.intervalCount
  return frequency?.interval === 'WEEK' ? 7 * frequency.intervalCount : undefined
}
