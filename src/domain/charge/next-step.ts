import type { ChargeStatus, RequestPurpose } from '../enums.ts'

/** A request to the provider whose outcome is not known, and when the gateway asks about it. */
export interface PlannedStatusQuery {
  readonly purpose: RequestPurpose
  readonly state: 'SENDING' | 'UNKNOWN'
  readonly at: Date
  /** Status queries so far. */
  readonly statusQueries: number
}

/** The occurrence that a charge was made for, and that is charged again since the charge came to nothing. */
export interface PlannedRetry {
  readonly scheduleId: string
  /** Which occurrence, from 0. */
  readonly index: number
  /** Tries so far. */
  readonly tries: number
  /** Why the last one came to nothing, a code; null if nothing says so. */
  readonly because: string | null
  readonly at: Date
}

/** What the gateway will do next by itself, and why. */
export interface NextStep {
  readonly at: Date
  readonly action: 'LOOK_UP' | 'RECONCILE' | 'RETRY'
  readonly reason: string
}

/** A charge of which something is still to come, and when its provider is asked unasked; null if it is not. */
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

/** What is planned about a charge. */
interface Planned {
  readonly statusQueries: readonly PlannedStatusQuery[]
  readonly retry: PlannedRetry | null
}

/** The earliest of what is planned, or null if nothing is. */
export function nextStep({ statusQueries, retry }: Planned, { status, reconcileAt }: Waiting): NextStep | null {
  const steps: NextStep[] = statusQueries.map(next => ({ at: next.at, action: 'LOOK_UP', reason: reasonOf(next) }))
  if (retry !== null) steps.push({ at: retry.at, action: 'RETRY', reason: reasonToRetry(retry) })
  const waits = waitsFor[status]
  if (reconcileAt !== null && waits !== undefined) steps.push({ at: reconcileAt, action: 'RECONCILE', reason: waits })
  return steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

// What has come to its end is compared with the provider's records once more: nothing of it comes next.
const waitsFor: Readonly<Partial<Record<ChargeStatus, string>>> = {
  AUTHENTICATION_PENDING: 'The consumer has to act. Should nobody tell that they did, the provider is asked then.',
  AUTHORIZATION_PENDING: 'The provider says later how it ends. Should its notification be lost, it is asked then.',
  AUTHORIZED: 'Something is still to be captured, and may lapse. The provider is asked then how it stands.',
  PARTIALLY_CAPTURED: 'Something is still to be captured, and may lapse. The provider is asked then how it stands.',
}

function reasonOf({ purpose, state, statusQueries }: PlannedStatusQuery): string {
  const what = purposes[purpose]
  if (state === 'SENDING')
    return `The ${what} is on its way. Should no answer come, the provider is asked about it then.`
  const sofar =
    statusQueries === 0 ? '' : ` It was asked ${statusQueries === 1 ? 'once' : `${statusQueries} times`} so far.`
  return `The answer to the ${what} was lost: it may have happened, so the provider is asked what became of it.${sofar}`
}

function reasonToRetry({ scheduleId, index, tries, because }: PlannedRetry): string {
  const failed = because === null ? 'came to nothing' : `came to nothing (${because})`
  const sofar = tries === 1 ? 'once' : `${tries} times`
  return (
    `The payment of occurrence ${index} of schedule ${scheduleId} ${failed}, and may succeed later: by the schedule's retry ` +
    `policy it is charged again then. It was tried ${sofar} so far.`
  )
}
