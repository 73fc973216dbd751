import type { AgreementStates } from '../../domain/agreement/transition.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { BrowserReturn, HostedSetUp } from '../../providers/port/hosted.ts'
import type { ProviderReport } from '../../providers/port/outcome.ts'
import type { Provider } from '../../providers/port/provider.ts'
import type { Return } from '../../store/agreement/find-return.ts'
import { creationRequestId } from '../../store/provider-request/repository.ts'
import { applyReports, failCreation } from '../agreement/answer.ts'
import { agreementApply } from '../agreement/apply.ts'
import { agreementAuthorize } from '../agreement/authorize.ts'
import { creationAnswered, longestCreationMs } from '../agreement/await-creation.ts'
import type { Deps } from '../command/deps.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/send.ts'
import { askOnReturn, isFailed, isUndecided } from './query-on-return.ts'

export interface HostedReturning {
  readonly found: Return
  readonly tenant: Tenant
  readonly agreementId: string
  readonly provider: Provider
  readonly hosted: HostedSetUp
  readonly parameters: Readonly<Record<string, string>>
  readonly ip: string | null
}

/**
 * Applies what a browser brought back from a provider's page, if it is signed and about this agreement. Returns `bank`
 * if the consumer may have to continue at their bank.
 */
export async function hostedReturn(deps: Deps, returning: HostedReturning): Promise<'bank' | 'merchant'> {
  const { hosted, parameters, agreementId } = returning
  const reading = bound(hosted.readReturn(parameters), creationRequestId(agreementId))
  switch (reading.verdict) {
    case 'instrument':
      await authorize(deps, returning, reading)
      return 'bank'
    case 'refused':
      await refused(deps, returning, reading.failure)
      return 'merchant'
    case 'result':
      await applyResult(deps, returning, reading.reports)
      return 'merchant'
    case 'forged':
      deps.log.warn({ provider: returning.provider.code, agreementId, reason: reading.reason }, 'rejected a return')
      askInBackground(deps, returning)
      return 'merchant'
    case 'undecided':
      askInBackground(deps, returning)
      return 'merchant'
  }
}

/** A signed return about another agreement is rejected like a forged one. */
function bound(reading: BrowserReturn, sentReference: string): BrowserReturn {
  if (reading.verdict === 'forged' || reading.sentReference === sentReference) return reading
  return { verdict: 'forged', reason: 'about another agreement' }
}

function byBrowser({ tenant, agreementId }: HostedReturning) {
  return { tenant, agreementId, source: 'PROVIDER_RESPONSE', actor: 'browser' } as const
}

/** The browser waits as long as the answer can take, because it may say that the bank needs the consumer. */
async function authorize(
  deps: Deps,
  { tenant, agreementId, provider, ip }: HostedReturning,
  { instrument }: Extract<BrowserReturn, { verdict: 'instrument' }>,
): Promise<void> {
  const providerRequest = await agreementAuthorize(deps, { tenant, agreementId, provider, instrument, ip })
  if (providerRequest === undefined) return creationAnswered(deps, agreementId)
  await withinAnswerWait(deps, 'authorize', () => sendAndApply(deps, providerRequest), longestCreationMs(deps))
}

/** The consumer gave no means of payment. If one was given and sent before, only the provider's answer counts. */
async function refused(deps: Deps, returning: HostedReturning, failure: Failure): Promise<void> {
  await agreementApply(deps, {
    ...byBrowser(returning),
    change: records => (awaitsInstrument(records) ? failCreation(records, failure) : records),
  })
}

function awaitsInstrument({ agreement, initialCharge }: AgreementStates): boolean {
  const unsent = initialCharge === null || initialCharge.operations.every(({ sentReference }) => sentReference === null)
  return unsent && agreement.agreement.status === 'AUTHENTICATION_PENDING'
}

/**
 * A browser's claim that money moved is never trusted, even if it is signed. The gateway queries the provider itself,
 * even if the payment is recorded as failed, because it may have been paid after all. A failure is applied at once,
 * because a browser that invents one harms only its own payment.
 */
async function applyResult(deps: Deps, returning: HostedReturning, reports: readonly ProviderReport[]): Promise<void> {
  if (reports.some(claimsMoney)) {
    const { found } = returning
    if (isUndecided(found) || isFailed(found)) await withinAnswerWait(deps, 'return', () => askOnReturn(deps, found))
    return
  }
  await agreementApply(deps, {
    ...byBrowser(returning),
    change: (records, newId) => (awaitsInstrument(records) ? records : applyReports(records, reports, newId)),
  })
}

function claimsMoney(report: ProviderReport): boolean {
  return report.about === 'charge'
    ? report.operations.some(({ status }) => status === 'SUCCEEDED')
    : report.status === 'ACTIVE'
}

/** Only if the answer could change something. */
function askInBackground(deps: Deps, { found }: HostedReturning): void {
  if (isUndecided(found)) deps.background.run('return', () => askOnReturn(deps, found))
}
