import type { ChargeStatus, RequestPurpose } from '../enums.ts'

/** A provider request with an unknown outcome, and the time of the next status query. */
export interface PlannedStatusQuery {
  readonly purpose: RequestPurpose
  readonly state: 'SENDING' | 'UNKNOWN'
  readonly at: Date
  /** Status queries so far. */
  readonly statusQueries: number
}

/** The occurrence of a failed charge, which is charged again. */
export interface PlannedRetry {
  readonly scheduleId: string
  /** Which occurrence, from 0. */
  readonly index: number
  /** Tries so far. */
  readonly tries: number
  /** The code of the last failure; null if there is none. */
  readonly because: string | null
  readonly at: Date
}

/** What the gateway will do next, and why. */
export interface NextStep {
  readonly at: Date
  readonly action: 'LOOK_UP' | 'RECONCILE' | 'RETRY'
  readonly reason: string
}

/** A charge, and when its status is queried next if no webhook arrives; null for never. */
interface Waiting {
  readonly status: ChargeStatus
  readonly reconcileAt: Date | null
}

const purposes: Readonly<Record<RequestPurpose, string>> = {
  AGREEMENT_CREATE: 'agreement',
  AGREEMENT_REVOKE: 'revocation',
  CHARGE_CREATE: 'charge',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

/** The planned steps of a charge. */
interface Planned {
  readonly statusQueries: readonly PlannedStatusQuery[]
  readonly retry: PlannedRetry | null
}

/** The earliest planned step, or null if there is none. */
export function nextStep({ statusQueries, retry }: Planned, { status, reconcileAt }: Waiting): NextStep | null {
  const steps: NextStep[] = statusQueries.map(next => ({ at: next.at, action: 'LOOK_UP', reason: reasonOf(next) }))
  if (retry !== null) steps.push({ at: retry.at, action: 'RETRY', reason: reasonToRetry(retry) })
  const waits = waitsFor[status]
  if (reconcileAt !== null && waits !== undefined) steps.push({ at: reconcileAt, action: 'RECONCILE', reason: waits })
  return steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

// A final charge is still compared with the provider's records once, but that is not a next step.
const waitsFor: Readonly<Partial<Record<ChargeStatus, string>>> = {
  AUTHENTICATION_PENDING:
    'The consumer must authenticate. If no result arrives before this time, the gateway queries the provider.',
  AUTHORIZATION_PENDING:
    'The provider reports the outcome later. If no webhook arrives before this time, the gateway queries the provider.',
  AUTHORIZED:
    'An amount can still be captured, and its authorization can expire. The gateway queries the provider for the ' +
    'current status.',
  PARTIALLY_CAPTURED:
    'An amount can still be captured, and its authorization can expire. The gateway queries the provider for the ' +
    'current status.',
}

function reasonOf({ purpose, state, statusQueries }: PlannedStatusQuery): string {
  const what = purposes[purpose]
  if (state === 'SENDING')
    return `The ${what} is in progress. If no response arrives before this time, the gateway queries the provider.`
  const sofar = statusQueries === 0 ? '' : ` Status queries so far: ${statusQueries}.`
  return `The response to the ${what} was lost, so the outcome is not known. The gateway queries the provider for it.${sofar}`
}

function reasonToRetry({ scheduleId, index, tries, because }: PlannedRetry): string {
  const failed = because === null ? 'failed' : `failed (${because})`
  return (
    `Occurrence ${index} of schedule ${scheduleId} ${failed}. A retry can succeed, so the gateway charges it again at ` +
    `this time, as its retry policy says. Attempts so far: ${tries}.`
  )
}
