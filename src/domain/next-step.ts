import type { AttemptPurpose } from './vocabulary.ts'

/** A request to the provider whose outcome is not known, and when the gateway asks about it. */
export interface PlannedLookUp {
  readonly purpose: AttemptPurpose
  readonly state: 'SENDING' | 'UNKNOWN'
  readonly at: Date
  /** Look-ups so far. */
  readonly lookUps: number
}

/** What the gateway will do next by itself, and why. */
export interface NextStep {
  readonly at: Date
  readonly action: 'LOOK_UP'
  readonly reason: string
}

const purposes: Readonly<Record<AttemptPurpose, string>> = {
  AGREEMENT_CREATE: 'agreement',
  AGREEMENT_REVOKE: 'revocation',
  CHARGE_CREATE: 'charge',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

/** The earliest of what is planned, or null where nothing is. */
export function nextStep(planned: readonly PlannedLookUp[]): NextStep | null {
  const [next] = planned.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  return next ? { at: next.at, action: 'LOOK_UP', reason: reasonOf(next) } : null
}

function reasonOf({ purpose, state, lookUps }: PlannedLookUp): string {
  const what = purposes[purpose]
  if (state === 'SENDING')
    return `The ${what} is on its way. Should no answer come, the provider is asked about it then.`
  const sofar = lookUps === 0 ? '' : ` It was asked ${lookUps === 1 ? 'once' : `${lookUps} times`} so far.`
  return `The answer to the ${what} was lost: it may have happened, so the provider is asked what became of it.${sofar}`
}
