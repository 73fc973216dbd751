import type { CreateAgreementCommand } from '../../port/provider.ts'

/** The agreement's terms for APS, sent with the first payment. Terms that cannot be expressed exactly are left out. */
export function recurringTerms(
  command: Pick<CreateAgreementCommand, 'amountRule' | 'chargeCount' | 'endsAt' | 'frequency'>,
): Readonly<Record<string, string | undefined>> {
  const count = laterCharges(command.chargeCount)
  return {
    recurring_mode: modeOf(command.amountRule, count),
    recurring_transactions_count: count?.toString(),
    // The last day in UTC, because APS specifies no time zone.
    recurring_expiry_date: command.endsAt?.toISOString().slice(0, 10),
    recurring_days_between_payments: daysOf(command.frequency)?.toString(),
  }
}

/**
 * APS counts the merchant-initiated payments; our count includes the consumer's first charge. Undefined if there is no
 * count or no later charge.
 */
function laterCharges(chargeCount: number | null): number | undefined {
  return chargeCount === null || chargeCount <= 1 ? undefined : chargeCount - 1
}

/** FIXED and VARIABLE require a count: without one the agreement is UNSCHEDULED. */
function modeOf(amountRule: CreateAgreementCommand['amountRule'], count: number | undefined): string {
  if (count === undefined) return 'UNSCHEDULED'
  return amountRule === 'EXACT' ? 'FIXED' : 'VARIABLE'
}

/**
 * Months and years have no fixed number of days, and APS does not document whether it enforces the interval. A wrong
 * number could get February's charge declined, so only exact ones are sent.
 */
function daysOf(frequency: CreateAgreementCommand['frequency']): number | undefined {
  if (frequency?.interval === 'DAY') return frequency.intervalCount
  return frequency?.interval === 'WEEK' ? 7 * frequency.intervalCount : undefined
}
